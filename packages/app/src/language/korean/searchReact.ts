import { createTranslationMessages } from '@backstage/frontend-plugin-api';
import { searchReactTranslationRef } from '@backstage/plugin-search-react/alpha';

/** 검색의 요소. The search bar, and a page of results. */
export default createTranslationMessages({
  ref: searchReactTranslationRef,
  full: true,
  messages: {
    'searchBar.title': '검색',
    'searchBar.placeholder': '{{org}}에서 검색',
    'searchBar.clearButtonTitle': '지우기',
    'searchFilter.allOptionTitle': '전체',
    'searchPagination.limitLabel': '페이지당 결과 수:',
    'searchPagination.limitText': '전체 {{num}}개',
    noResultsDescription: '검색 결과가 없습니다.',
    'searchResultGroup.linkTitle': '전체 보기',
    'searchResultGroup.addFilterButtonTitle': '필터 추가',
    'searchResultPager.previous': '이전',
    'searchResultPager.next': '다음',
  },
});
