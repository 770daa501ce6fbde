import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';

/** 카탈로그 그래프. How entities are related, as a drawing. */
export default createTranslationMessages({
  ref: catalogGraphTranslationRef,
  full: true,
  messages: {
    'catalogGraphCard.title': '관계',
    'catalogGraphCard.deepLinkTitle': '그래프 보기',
    'catalogGraphPage.title': '카탈로그 그래프',
    'catalogGraphPage.filterToggleButtonTitle': '필터',
    'catalogGraphPage.supportButtonDescription':
      '소프트웨어 카탈로그에 컴포넌트를 추가하면 관계를 추적할 수 있습니다.',
    'catalogGraphPage.simplifiedSwitchLabel': '간단히 보기',
    'catalogGraphPage.mergeRelationsSwitchLabel': '관계 합치기',
    'catalogGraphPage.zoomOutDescription':
      '확대하거나 축소하며 다이어그램을 둘러볼 수 있습니다. 클릭하면 중심 노드가 바뀌고, Shift 키를 누른 채 클릭하면 엔터티로 이동합니다.',
    'catalogGraphPage.curveFilter.title': '선 모양',
    'catalogGraphPage.curveFilter.curveMonotoneX': '곡선',
    'catalogGraphPage.curveFilter.curveStepBefore': '계단형',
    'catalogGraphPage.directionFilter.title': '방향',
    'catalogGraphPage.directionFilter.leftToRight': '왼쪽에서 오른쪽으로',
    'catalogGraphPage.directionFilter.rightToLeft': '오른쪽에서 왼쪽으로',
    'catalogGraphPage.directionFilter.topToBottom': '위에서 아래로',
    'catalogGraphPage.directionFilter.bottomToTop': '아래에서 위로',
    'catalogGraphPage.maxDepthFilter.title': '최대 깊이',
    'catalogGraphPage.maxDepthFilter.inputPlaceholder': '∞ 무제한',
    'catalogGraphPage.maxDepthFilter.clearButtonAriaLabel': '최대 깊이 지우기',
    'catalogGraphPage.selectedKindsFilter.title': '종류',
    'catalogGraphPage.selectedRelationsFilter.title': '관계',
  },
});
