/** 미리보기. The texts of previews of a commit, in Korean. */
export default {
  'preview.named': '{{commit}} 미리보기 — {{subject}}, 작성자: {{author}}',
  'preview.unnamed': '{{commit}} 미리보기',
  'preview.start': '먼저 미리보기',
  'preview.explained':
    '미리보기는 커밋을 빌드하여 실행 중인 버전 옆에서 별도의 채팅과 함께 실행합니다. 승격하거나 직접 제거하면 사라지고, {{hours}}시간이 지나면 자동으로 제거됩니다.',
  'preview.replaces': '{{commit}} 미리보기를 대체하며, 그 미리보기와 나눈 대화는 삭제됩니다.',
  'preview.failed': '미리보기를 시작하지 못했습니다',
  'preview.state.coming-up': '시작하는 중입니다.',
  'preview.state.ready': '준비되었습니다. 대화해 본 뒤 승격하거나 제거하세요.',
  'preview.state.failed': '시작하지 못했습니다.',
  'preview.since': '{{since}}부터 실행 중입니다. {{until}} 이후에 자동으로 제거됩니다.',
  'preview.chat': '미리보기와 채팅',
  'preview.promote': '승격…',
  'preview.promoteTitle': '미리보기를 승격할까요?',
  'preview.promoteMeans':
    '이 커밋이 실행 중인 버전을 대체합니다. 이미지가 이미 있으므로 다시 빌드하지 않습니다. 실행되면 미리보기와 미리보기에서 나눈 대화는 제거됩니다.',
  'preview.promoteStart': '승격',
  'preview.promoteFailed': '미리보기를 승격하지 못했습니다',
  'preview.end': '제거…',
  'preview.endTitle': '미리보기를 제거할까요?',
  'preview.endMeans':
    '미리보기와 미리보기에서 나눈 대화가 삭제됩니다. 실행 중인 버전은 그대로이며, 커밋은 나중에 릴리스할 수 있습니다.',
  'preview.endStart': '제거',
  'preview.endFailed': '미리보기를 제거하지 못했습니다',
  'preview.keep': '그대로 두기',
  'preview.inChat':
    '여기서 나눈 대화는 애플리케이션이 아니라 미리보기로 전달되며 미리보기와 함께 삭제됩니다. {{until}} 이후에 자동으로 제거됩니다.',
  'preview.toApplication': '애플리케이션과 채팅',
  'preview.gone': '미리보기가 없습니다. 승격했거나 제거했거나 시간이 지났습니다.',
  'preview.error': '미리보기를 확인하지 못했습니다',
} as const;
