/** 내 AI 앱. The texts of *My AI apps*, in Korean. */
export default {
  'home.title': '내 AI 앱',
  'home.heading': '내 팀의 애플리케이션',
  'home.asOf': '{{time}} 기준',
  'home.loading': '애플리케이션을 찾는 중…',
  'home.error': '애플리케이션을 읽지 못했습니다',
  'home.none':
    '아직 내 팀의 프라이빗 AI 애플리케이션이 없습니다. 이름을 정하고 몇 가지만 선택하면 만들 수 있으며, 만들기 전에 무엇이 만들어지는지 볼 수 있습니다.',
  'home.more_one': '카탈로그에 {{count}}개가 더 있습니다.',
  'home.more_other': '카탈로그에 {{count}}개가 더 있습니다.',
  'home.waiting_one': '대화 {{count}}개가 내 답변을 기다리고 있습니다',
  'home.waiting_other': '대화 {{count}}개가 내 답변을 기다리고 있습니다',
  'home.figures.runs': '최근 1시간 질문',
  'home.figures.errors': '최근 1시간 모델 호출 실패',
  'home.figures.cost': '최근 24시간 모델 비용',
  'home.figures.unknown': '알 수 없음',
  'home.create': '애플리케이션 만들기',
  'home.catalog': '카탈로그',
  'home.chatWith': '{{name}}와(과) 채팅',
} as const;
