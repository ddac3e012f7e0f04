/** How a provider is: `late` carries out what it is asked, and answers sometimes in time and sometimes not. */
export type Conduct = 'answers' | 'fails' | 'hangs' | 'late';

/** One whose conduct the faults decide. */
export interface Provider<Conducts = Conduct> {
  behave(conduct: Conducts): void;
}

/** Besides, it may say that all is well, and nothing else; whether it has acted or not. */
export type TaxConduct = Conduct | 'lies';

/** The companies outside that the services ask. */
export interface Providers {
  readonly tax: Provider<TaxConduct>;
  readonly payments: Provider;
}

export const providerNames = ['tax', 'payments'] as const satisfies readonly (keyof Providers)[];
