import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { kubernetesTranslationRef } from '@backstage/plugin-kubernetes/alpha';

/** Kubernetes 탭. The tab of an entity with what its clusters hold. */
export default createTranslationMessages({
  ref: kubernetesTranslationRef,
  full: true,
  messages: {
    'kubernetesContentPage.permissionAlert.title': '권한이 필요합니다',
    'kubernetesContentPage.permissionAlert.message':
      "Kubernetes 오브젝트를 보려면 포털 관리자에게 'kubernetes.clusters.read'와 'kubernetes.resources.read' 권한을 요청하세요.",
    'kubernetesContentPage.title': '내 클러스터',
    'kubernetesContentPage.emptyState.title': 'Kubernetes 리소스 없음',
    'kubernetesContentPage.emptyState.description':
      '포털이 아는 클러스터에 {{entityName}}의 리소스가 없습니다.',
    'entityContent.title': 'Kubernetes',
  },
});
