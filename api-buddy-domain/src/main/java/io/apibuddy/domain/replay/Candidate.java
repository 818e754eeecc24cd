package io.apibuddy.domain.replay;

import io.apibuddy.ports.store.StoredRequest;

/**
 * A stored request that comes near to one that nothing answers; holds no credential.
 *
 * @param method its method
 * @param url its URL at the upstream, credentials masked
 * @param difference where the two differ first
 */
public record Candidate(String method, String url, String difference) {

  /** Returns what is told of a stored request. */
  public static Candidate of(StoredRequest stored, RequestDifference difference) {
    String base = stored.upstream();
    int path = base.indexOf('/', base.indexOf("://") + "://".length());
    String origin = path < 0 ? base : base.substring(0, path);
    return new Candidate(stored.method(), origin + stored.target(), difference.place());
  }

  /** For a person, in one line. */
  @Override
  public String toString() {
    return method + " " + url + " (differs in " + difference + ")";
  }
}
