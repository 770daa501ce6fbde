/** 상태. How an application is, in Korean. */
export default {
  'status.title': '상태',
  'status.state.waiting': '릴리스 전',
  'status.state.making': '만드는 중',
  'status.state.changing': '변경 중',
  'status.state.retiring': '폐기 중',
  'status.state.starting': '시작하는 중',
  'status.state.running': '실행 중',
  'status.state.idle': '유휴',
  'status.state.degraded': '일부 이상',
  'status.state.failed': '작동하지 않음',
  'status.state.unreachable': '확인할 수 없음',
  'status.state.absent': '만들어지지 않음',
  'status.state.moved': '이관 필요',
  'status.state.adopted': '실행 중(포털 밖에서 배포)',
  'status.state.retired': '폐기됨',
  'status.sentence.queued': '요청한 작업이 차례를 기다리고 있습니다.',
  'status.sentence.making': '만드는 중입니다.',
  'status.sentence.making-parts': '만드는 중입니다. {{all}}개 중 {{done}}개가 준비되었습니다.',
  'status.sentence.changing': '변경하는 중입니다. 그동안 실행 중인 에이전트는 계속 응답합니다.',
  'status.sentence.retiring': '폐기하는 중입니다.',
  'status.sentence.running': '에이전트가 실행 중입니다.',
  'status.sentence.idle':
    '파드 수가 0으로 설정되어 있습니다. 다시 깨울 때까지 에이전트가 응답하지 않습니다.',
  'status.sentence.not-released': '프로비저닝이 끝났고, 에이전트는 아직 릴리스되지 않았습니다.',
  'status.sentence.never-made':
    '클러스터에 이 애플리케이션의 리소스가 없으며, 만들기를 시작한 기록도 없습니다.',
  'status.sentence.failed': '마지막 작업이 실패했고 에이전트가 실행되고 있지 않습니다.',
  'status.sentence.failed-at':
    '마지막 작업이 다음에서 실패했고 에이전트가 실행되고 있지 않습니다: {{resource}}',
  'status.sentence.failed-running':
    '마지막 작업이 실패했습니다. 그전에 실행되던 에이전트는 계속 응답합니다.',
  'status.sentence.cancelled': '마지막 작업이 취소되었고 에이전트가 실행되고 있지 않습니다.',
  'status.sentence.cancelled-running':
    '마지막 작업이 취소되었습니다. 그전에 실행되던 에이전트는 계속 응답합니다.',
  'status.sentence.retire-unfinished': '폐기가 끝나지 않아 일부 리소스가 남아 있습니다.',
  'status.sentence.parts-gone': '에이전트는 실행 중이지만 다음 리소스가 없습니다: {{names}}',
  'status.sentence.parts-ill': '에이전트는 실행 중이지만 다음 리소스에 이상이 있습니다: {{names}}',
  'status.sentence.starting': '파드가 방금 시작되어 아직 준비되지 않았습니다.',
  'status.sentence.pods-none': '준비된 파드가 없어 에이전트가 응답하지 않습니다.',
  'status.sentence.pods-few': '파드 {{wanted}}개 중 {{ready}}개가 준비되었습니다.',
  'status.sentence.no-deployment': 'Deployment가 없어 에이전트가 실행되고 있지 않습니다.',
  'status.sentence.no-namespace': '네임스페이스 {{namespace}}이(가) 더 이상 없습니다.',
  'status.sentence.adopted': '포털보다 먼저 있던 애플리케이션이며 에이전트가 실행 중입니다.',
  'status.sentence.adopted-down': 'Service {{service}}에 연결된 준비된 파드가 없습니다.',
  'status.sentence.adopted-gone': '어노테이션이 가리키는 곳에 Service {{service}}이(가) 없습니다.',
  'status.sentence.moved': '이 이름의 애플리케이션은 다른 소유자를 위해 만들어졌습니다.',
  'status.sentence.no-place': '어노테이션이 가리키는 위치를 이 포털에서 찾을 수 없습니다.',
  'status.sentence.not-its-own':
    '네임스페이스 {{namespace}}은(는) 이 애플리케이션의 것이 아닙니다.',
  'status.sentence.retired': '리소스가 제거되었습니다.',
  'status.sentence.cluster-away': '{{zone}}의 클러스터가 응답하지 않아 지금 상태를 알 수 없습니다.',
  'status.sentence.cluster-refuses':
    '{{zone}}의 클러스터가 포털의 조회를 허용하지 않아 상태를 알 수 없습니다.',
  'status.sentence.azure-away':
    'Azure가 응답하지 않아 Azure 리소스의 상태를 알 수 없습니다. 에이전트는 실행 중입니다.',
  'status.sentence.azure-refuses':
    'Azure가 포털의 조회를 허용하지 않아 Azure 리소스의 상태를 알 수 없습니다. 에이전트는 실행 중입니다.',
  'status.sentence.outage-azure-away': 'Azure가 응답하지 않습니다.',
  'status.sentence.outage-azure-refuses': 'Azure가 포털의 조회를 허용하지 않습니다.',
  'status.sentence.outage-cluster-away': '{{zone}}의 클러스터가 응답하지 않습니다.',
  'status.sentence.outage-cluster-refuses':
    '{{zone}}의 클러스터가 포털의 조회를 허용하지 않습니다.',
  'status.sentence.outage-prometheus-away': '{{zone}}의 Prometheus가 응답하지 않습니다.',
  'status.sentence.outage-prometheus-refuses':
    '{{zone}}의 Prometheus가 포털의 조회를 허용하지 않습니다.',
  'status.sentence.row-absent': '존재하지 않습니다.',
  'status.sentence.row-next': '다음 차례입니다.',
  'status.sentence.row-waiting': '지금 만드는 것 다음에 만듭니다.',
  'status.sentence.row-release': '릴리스할 때 만들어집니다.',
  'status.sentence.row-left': '작업이 여기까지 오지 못했습니다.',
  'status.sentence.row-azure-says': 'Azure의 상태: {{state}}',
  'status.sentence.row-foreign': '이 애플리케이션의 태그가 없어 내용을 확인하지 않습니다.',
  'status.sentence.row-parent-foreign':
    '상위 리소스가 이 애플리케이션의 것이 아니어서 내용을 확인하지 않습니다.',
  'status.sentence.row-removing': '제거하는 중입니다.',
  'status.sentence.row-pods': '파드 {{wanted}}개 중 {{ready}}개가 준비되었습니다.',
  'status.sentence.row-idle': '파드 수가 0으로 설정되어 있습니다.',
  'status.sentence.row-no-pod': '연결된 준비된 파드가 없습니다.',
  'status.sentence.name-form':
    '이름은 영문 소문자, 숫자, 하이픈으로 된 3~24자입니다. 영문자로 시작해야 하며 하이픈으로 끝날 수 없습니다.',
  'status.sentence.name-reserved':
    'Kubernetes 네임스페이스 이름이 "{{namespace}}"이(가) 되는데, 클러스터 자체가 쓰도록 예약된 이름입니다. 다른 이름을 입력하세요.',
  'status.sentence.name-taken':
    '{{entityRef}}이(가) 포털이나 카탈로그에 이미 있습니다. 다른 이름을 입력하세요.',
  'status.sentence.name-left':
    '카탈로그에 {{entityRef}}이(가) 남아 있지만 리포지토리는 더 이상 없습니다. 플랫폼 팀에 카탈로그에서 빼 달라고 요청하거나 다른 이름을 입력하세요.',
  'status.sentence.zone-none': '사용할 수 있는 랜딩 존이 없습니다. 플랫폼 팀에 권한을 요청하세요.',
  'status.sentence.owner-choose': '애플리케이션을 소유할 팀이나 사람을 선택하세요.',
  'status.sentence.owner-other':
    '{{owner}}에 속해 있지 않아 그 이름으로 애플리케이션을 만들 수 없습니다. 본인이나 본인의 팀을 선택하거나, 그 팀 또는 플랫폼 팀에 만들어 달라고 요청하세요.',
  'status.sentence.owner-catalog':
    '카탈로그에는 {{entityRef}}의 소유자가 {{owner}}이(가) 아니라 {{owners}}(으)로 되어 있습니다. 그 소유자를 선택하거나 리포지토리의 spec.owner를 먼저 고치세요.',
  'status.sentence.trial-often':
    '플레이그라운드에 짧은 시간 동안 {{most}}번 질문했습니다. {{seconds}}초 뒤에 다시 질문하세요.',
  'status.sentence.trial-open':
    '질문 {{most}}개에 답변하는 중입니다. 답변을 기다리거나 하나를 중지하세요.',
  'status.sentence.trial-busy':
    '지금 플레이그라운드를 쓰는 사람이 많습니다. {{seconds}}초 뒤에 다시 질문하세요.',
  'status.sentence.trial-not-offered':
    '{{zone}}의 플레이그라운드에 {{model}}이(가) 없습니다. 페이지를 새로 고치고 다른 모델을 선택하세요.',
  'status.sentence.trial-filtered':
    'Azure 콘텐츠 필터가 질문을 통과시키지 않았습니다. 질문이나 지침을 다르게 써 보세요. 에이전트에도 같은 필터가 적용됩니다.',
  'status.sentence.trial-answer-filtered':
    'Azure 콘텐츠 필터가 답변을 중단했습니다. 질문이나 지침을 다르게 써 보세요. 에이전트에도 같은 필터가 적용됩니다.',
  'status.sentence.trial-throttled':
    '모두가 함께 쓰는 이 모델의 분당 용량을 다 썼습니다. {{seconds}}초 뒤에 다시 질문하세요.',
  'status.sentence.trial-refused':
    '모델이 요청을 받아들이지 않았습니다({{code}}). 지침과 질문을 줄이거나 다른 모델을 선택하세요.',
  'status.sentence.trial-no-deployment':
    '플레이그라운드에 {{deployment}} 배포가 없습니다. 다른 모델을 선택하고 플랫폼 팀에 알리세요.',
  'status.sentence.trial-no-account':
    '플레이그라운드 주소에서 응답하는 계정이 없습니다. 플랫폼 팀이 주소를 고쳐야 합니다.',
  'status.sentence.trial-no-role':
    '포털에 플레이그라운드를 쓸 권한이 없습니다. 플랫폼 팀이 포털의 ID에 그 계정의 Cognitive Services OpenAI User 역할을 주어야 합니다.',
  'status.sentence.trial-no-network':
    '플레이그라운드가 포털의 네트워크를 받아들이지 않습니다. 플랫폼 팀이 프라이빗 엔드포인트와 프라이빗 DNS 영역을 확인해야 합니다.',
  'status.sentence.trial-sign-in':
    '포털이 Azure에 로그인하지 못했습니다. 다시 질문하세요. 계속되면 플랫폼 팀에 알리세요.',
  'status.sentence.trial-unreachable':
    '플레이그라운드에 연결하지 못했습니다({{code}}). 다시 질문하세요. 계속되면 플랫폼 팀에 알리세요.',
  'status.sentence.trial-failed':
    '모델이 답변에 실패했습니다({{status}}). 다시 질문하세요. 계속되면 플랫폼 팀에 알리세요.',
  'status.sentence.trial-broken': '답변이 끊어졌습니다. 다시 질문하세요.',
  'status.sentence.trial-late':
    '{{seconds}}초가 지나도 답변이 끝나지 않았습니다. 다시 질문하거나 더 짧은 답변을 요청하세요.',
  'status.sentence.trial-too-long':
    '답변이 플레이그라운드에서 받을 수 있는 길이보다 깁니다. 더 짧은 답변을 요청하세요.',
  'status.since': '{{time}}부터입니다.',
  'status.usual': '이 작업은 여기에서 보통 {{duration}} 걸립니다.',
  'status.last': '마지막으로 확인한 상태({{time}}): {{state}}',
  'status.notSeen': '포털이 시작된 뒤로 확인된 적이 없습니다.',
  'status.said': '자세한 내용',
  'status.remedy.resume': '개요의 이어서 진행 버튼을 누르면 멈춘 곳부터 이어집니다.',
  'status.remedy.release': '개요의 릴리스 버튼으로 에이전트를 배포할 수 있습니다.',
  'status.remedy.wake':
    '개요의 릴리스 버튼으로 깨울 수 있습니다. 마지막으로 실행되던 것을 선택하세요.',
  'status.remedy.repair': '개요의 복구 버튼을 누르면 없는 리소스만 다시 만들어집니다.',
  'status.remedy.look': '이유는 개요의 구성 요소에 있습니다. 계속되면 정상인 커밋을 릴리스하세요.',
  'status.remedy.hand-over': '이전 소유자나 플랫폼 팀이 이관할 수 있습니다.',
  'status.remedy.unregister': '플랫폼 팀이 카탈로그에서 삭제할 수 있습니다.',
  'status.remedy.elsewhere': '여기가 아니라 원래 배포한 곳에서 복구합니다.',
  'status.remedy.passes': '대개 저절로 해결됩니다. 계속되면 플랫폼 팀에 알리세요.',
  'status.remedy.platform-team': '플랫폼 팀이 해결해야 합니다.',
  'status.here.resume': '이어서 진행을 누르면 멈춘 곳부터 이어집니다.',
  'status.here.release': '릴리스하면 에이전트가 배포됩니다.',
  'status.here.wake': '릴리스하면 깨어납니다. 마지막으로 실행되던 것을 선택하세요.',
  'status.here.repair': '복구를 누르면 없는 리소스만 다시 만들어집니다.',
  'status.theirs': '소유자와 플랫폼 팀이 할 수 있습니다.',
  'status.repair': '복구',
  'status.repairFailed': '복구를 시작하지 못했습니다',
} as const;
