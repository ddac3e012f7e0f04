import { manualProvider } from '../src/providers/manual.provider.js';
import { describeLocalProvider } from './provider-kit.js';

describeLocalProvider('manual', manualProvider);
