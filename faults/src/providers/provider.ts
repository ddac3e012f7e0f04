/** The companies outside that the services ask. */
export const providerNames = ['tax', 'payments'] as const;
export type ProviderName = (typeof providerNames)[number];

/** How a provider is: `late` carries out what it is asked, and answers sometimes in time and sometimes not. */
export type Conduct = 'answers' | 'fails' | 'hangs' | 'late';

/** One whose conduct the faults decide. */
export interface Provider {
  behave(conduct: Conduct): void;
}

export type Providers = Readonly<Record<ProviderName, Provider>>;
