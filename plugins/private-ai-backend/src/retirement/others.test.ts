import { leavesOthersAlone } from './leavesOthersForTest';

leavesOthersAlone({ cases: 4 });
