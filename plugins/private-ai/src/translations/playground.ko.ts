/** 플레이그라운드. The texts of the playground, in Korean. */
export default {
  'playground.title': '먼저 시험해 보기',
  'playground.description':
    '사용자가 물어볼 만한 질문을 해 보세요. 모델이 위의 지침에 따라 도구 없이 답합니다. 아무것도 만들지 않으며 내용은 저장되지 않습니다.',
  'playground.models': '질문할 모델',
  'playground.modelsMost':
    '한 번에 {{most}}개까지 선택할 수 있습니다. 모두가 함께 쓰므로 붐빌 수 있습니다.',
  'playground.question': '질문',
  'playground.tooLong': '질문은 {{most}}자까지 쓸 수 있습니다.',
  'playground.ask': '모델에 질문',
  'playground.stop': '중지',
  'playground.waiting': '답변을 기다리는 중…',
  'playground.stopped': '이 답변을 중지했습니다.',
  'playground.cut': '답변이 시험에서 받을 수 있는 길이를 넘어 잘렸습니다.',
  'playground.changed': '지침이 그 뒤에 바뀌었습니다. 다시 질문하세요.',
  'playground.notAsked': '모델에 질문하지 못했습니다',
  'playground.unreachable': '포털에 연결하지 못했습니다. 연결을 확인하고 다시 질문하세요.',
  'playground.first': '첫 응답까지',
  'playground.total': '전체 응답',
  'playground.tokens': '토큰',
  'playground.tokensOf': '입력 {{input}}, 출력 {{output}}',
  'playground.cost': '이런 질문 {{questions}}개의 가격',
  'playground.unknown': '알 수 없음',
  'playground.choose': '이 모델 선택',
  'playground.chosen': '선택됨',
} as const;
