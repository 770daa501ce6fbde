import { leavesOthersAlone } from './leavesOthersForTest';

leavesOthersAlone({ cases: 60 });
