package io.apibuddy.domain.replay;

import io.apibuddy.ports.store.StoredRequest;

/**
 * A stored request that is similar to one for which nothing is stored. Holds no credential.
 *
 * @param method the method
 * @param url the URL at the upstream, credentials masked
 * @param difference the first place where the two requests differ
 */
public record Candidate(String method, String url, String difference) {

  /** Creates a candidate from a stored request. */
  public static Candidate of(StoredRequest stored, RequestDifference difference) {
    return new Candidate(stored.method(), stored.url(), difference.place());
  }

  /** Returns a description for people, in one line. */
  @Override
  public String toString() {
    return method + " " + url + " (differs in " + difference + ")";
  }
}
