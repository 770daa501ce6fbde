import type { OperationKind } from '@private-ai/plugin-private-ai-common';
import type { NotificationConfig } from '../config/notifications';

interface Words {
  done: Record<OperationKind, string>;
  failed: Record<OperationKind, string>;
  cancelled: Record<OperationKind, string>;
  commit(commit: string): string;
  pushed(commit: string): string;
  removed(count: number): string;
  waits: string;
  waitsWhy: string;
}

/** What notifications say, behind the application's name. */
export const words: Record<NotificationConfig['language'], Words> = {
  en: {
    done: {
      make: 'made, and has answered',
      provision: 'provisioned',
      build: 'its image is built',
      deploy: 'deployed',
      verify: 'verified',
      release: 'released',
      preview: 'a preview stands',
      'end-preview': 'its preview is taken away',
      retire: 'retired',
      'hand-over': 'handed over',
    },
    failed: {
      make: 'making it failed',
      provision: 'provisioning failed',
      build: 'building its image failed',
      deploy: 'deploying failed',
      verify: 'verifying failed',
      release: 'the release failed',
      preview: 'the preview failed',
      'end-preview': 'taking its preview away failed',
      retire: 'retiring it failed',
      'hand-over': 'handing it over failed',
    },
    cancelled: {
      make: 'making it was cancelled',
      provision: 'provisioning was cancelled',
      build: 'building its image was cancelled',
      deploy: 'deploying was cancelled',
      verify: 'verifying was cancelled',
      release: 'the release was cancelled',
      preview: 'the preview was cancelled',
      'end-preview': 'taking its preview away was cancelled',
      retire: 'retiring it was cancelled',
      'hand-over': 'handing it over was cancelled',
    },
    commit: commit => `Commit ${commit}.`,
    pushed: commit => `Commit ${commit}, as it was pushed.`,
    removed: count => `${count} ${count === 1 ? 'thing was' : 'things were'} removed.`,
    waits: 'the agent waits for your answer',
    waitsWhy: 'It asks before it goes on. Open the chat to see what, and decide.',
  },
  ko: {
    done: {
      make: '애플리케이션을 만들었고 에이전트가 응답했습니다',
      provision: '프로비저닝을 마쳤습니다',
      build: '이미지를 빌드했습니다',
      deploy: '배포했습니다',
      verify: '검증을 마쳤습니다',
      release: '릴리스했습니다',
      preview: '미리보기를 준비했습니다',
      'end-preview': '미리보기를 제거했습니다',
      retire: '폐기했습니다',
      'hand-over': '이관했습니다',
    },
    failed: {
      make: '애플리케이션을 만들지 못했습니다',
      provision: '프로비저닝하지 못했습니다',
      build: '이미지를 빌드하지 못했습니다',
      deploy: '배포하지 못했습니다',
      verify: '검증하지 못했습니다',
      release: '릴리스하지 못했습니다',
      preview: '미리보기를 준비하지 못했습니다',
      'end-preview': '미리보기를 제거하지 못했습니다',
      retire: '폐기하지 못했습니다',
      'hand-over': '이관하지 못했습니다',
    },
    cancelled: {
      make: '애플리케이션 만들기가 취소되었습니다',
      provision: '프로비저닝이 취소되었습니다',
      build: '이미지 빌드가 취소되었습니다',
      deploy: '배포가 취소되었습니다',
      verify: '검증이 취소되었습니다',
      release: '릴리스가 취소되었습니다',
      preview: '미리보기가 취소되었습니다',
      'end-preview': '미리보기 제거가 취소되었습니다',
      retire: '폐기가 취소되었습니다',
      'hand-over': '이관이 취소되었습니다',
    },
    commit: commit => `커밋 ${commit}`,
    pushed: commit => `푸시된 커밋 ${commit}`,
    removed: count => `항목 ${count}개가 제거되었습니다.`,
    waits: '에이전트가 응답을 기다리고 있습니다',
    waitsWhy: '계속하기 전에 확인을 요청했습니다. 채팅에서 내용을 확인하고 결정하세요.',
  },
};
