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
    return new Candidate(stored.method(), stored.url(), difference.place());
  }

  /** For a person, in one line. */
  @Override
  public String toString() {
    return method + " " + url + " (differs in " + difference + ")";
  }
}
