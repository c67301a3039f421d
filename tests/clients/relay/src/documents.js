import { graphql } from "relay-runtime";

// The program's initiatives, page by page: Relay writes the query for the next page from this fragment.
export const initiatives = graphql`
  fragment documents_initiatives on Program
  @argumentDefinitions(first: { type: "Int", defaultValue: 3 }, after: { type: "String" })
  @refetchable(queryName: "documentsInitiativesPageQuery") {
    name { value }
    initiatives(first: $first, after: $after) @connection(key: "documents_initiatives") {
      edges {
        node {
          ...documents_initiative
        }
      }
    }
  }
`;

// A list inside a list, refetched by the id of the initiative.
export const initiative = graphql`
  fragment documents_initiative on Initiative
  @argumentDefinitions(events: { type: "Int", defaultValue: 2 }, after: { type: "String" })
  @refetchable(queryName: "documentsHistoryPageQuery") {
    code
    status
    owner { name { value } }
    history(first: $events, after: $after) @connection(key: "documents_history") {
      edges { node { id type position } }
    }
  }
`;

export const program = graphql`
  query documentsProgramQuery($code: Code!) {
    program(code: $code) {
      id
      ...documents_initiatives
    }
  }
`;

// The whole organization's list, which hangs below the root itself.
export const everywhere = graphql`
  fragment documents_everywhere on Query
  @argumentDefinitions(first: { type: "Int", defaultValue: 5 }, after: { type: "String" })
  @refetchable(queryName: "documentsEverywherePageQuery") {
    initiatives(first: $first, after: $after) @connection(key: "documents_everywhere_initiatives") {
      edges { node { id code } }
    }
  }
`;

export const all = graphql`
  query documentsAllQuery {
    programs(first: 10) { edges { node { code } } }
    ...documents_everywhere
  }
`;
