/** News of one kind, for whoever wants to hear it. */
export interface Topic<News> {
  tell(news: News): void;
  /** Returns the function that ends the subscription. */
  subscribe(handler: (news: News) => void): () => void;
}

export function createTopic<News>(): Topic<News> {
  const handlers = new Set<(news: News) => void>();
  return {
    tell(news) {
      for (const handler of handlers) handler(news);
    },
    subscribe(handler) {
      handlers.add(handler);
      return () => {
        handlers.delete(handler);
      };
    },
  };
}
