package io.apibuddy.domain.explain;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.replay.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a request would be answered, and why. Holds no credential. */
public sealed interface Explanation {

  /**
   * The proxy would refuse the request before it reaches a mapping.
   *
   * @param status the status code of the answer
   * @param errorCode the error code of the answer
   * @param detail one or two sentences that say why
   */
  record Refused(int status, String errorCode, String detail) implements Explanation {}

  /** An admin resource of the proxy would answer. */
  record AdminResource() implements Explanation {}

  /**
   * The request would go to a mapping.
   *
   * @param alias the alias of the mapping
   * @param url the URL at the upstream, credentials masked
   * @param rule the name of the rule that covers the request, empty if none does
   * @param policy whose rules decide how the request is cached
   * @param mode which part the store and the upstream have
   * @param outcome where the answer would come from
   * @param reason why it would not come from the store: a {@code fwd} or {@code detail} of {@code
   *     Cache-Status}, or the error code; empty for a hit
   * @param key the request's cache key, null if the store is not used for the request
   * @param stored the response that is stored for the request, fresh or not; null if there is none
   * @param nearest the stored requests of the alias that are most similar, the nearest first, at
   *     most three; empty if something is stored for the request
   */
  record Routed(
      String alias,
      String url,
      String rule,
      CachePolicy policy,
      CacheMode mode,
      Outcome outcome,
      String reason,
      @Nullable KeyParts key,
      @Nullable Entry stored,
      List<Candidate> nearest)
      implements Explanation {

    public Routed {
      nearest = List.copyOf(nearest);
    }
  }

  /** Where the answer would come from. */
  enum Outcome {
    /** The store. */
    HIT,
    /** The upstream; the answer would be stored if allowed. */
    FETCH,
    /** The upstream, past the store. */
    PASS,
    /** Nowhere: no stored response can be used, and nothing may be fetched. */
    NONE
  }

  /**
   * The parts of a cache key.
   *
   * @param digest the digest that identifies the key, in hexadecimal
   * @param method the method
   * @param target path and query at the upstream, normalized, credentials masked
   * @param contentType the body's media type; without a body the stated {@code Content-Type}, empty
   *     if there is none
   * @param bodyDigest the SHA-256 digest of the canonical body in hexadecimal, empty without a body
   * @param credential whether a fingerprint of credentials is part of the key
   * @param fields the other parts of the key: name, value, name, value...
   */
  record KeyParts(
      String digest,
      String method,
      String target,
      String contentType,
      String bodyDigest,
      boolean credential,
      List<String> fields) {

    public KeyParts {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A stored response.
   *
   * @param id the entry's identifier
   * @param status the status code
   * @param bytes the length of the content, in bytes
   * @param storedAt when the response began to arrive, or was last validated
   * @param age the current age (RFC 9111 section 4.2.3)
   * @param remaining the remaining freshness, negative if the response is stale
   * @param recording whether the response is a recording, whose age does not matter
   */
  record Entry(
      String id,
      int status,
      long bytes,
      Instant storedAt,
      Duration age,
      Duration remaining,
      boolean recording) {}
}
