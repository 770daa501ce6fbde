import { leavesOthersAlone } from './leavesOthersForTest';

leavesOthersAlone({ cases: 30 });
