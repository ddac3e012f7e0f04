/** Okabe and Ito's colours, which differ without colour vision too. https://jfly.uni-koeln.de/color/ */
export const colours = {
  black: '#000000',
  orange: '#E69F00',
  sky: '#56B4E9',
  green: '#009E73',
  yellow: '#F0E442',
  blue: '#0072B2',
  vermilion: '#D55E00',
  purple: '#CC79A7',
} as const;
