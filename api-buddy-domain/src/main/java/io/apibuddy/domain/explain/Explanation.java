package io.apibuddy.domain.explain;

import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.replay.Candidate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What would become of a request. Holds no credential. */
public sealed interface Explanation {

  /**
   * It would not reach a mapping.
   *
   * @param status the status of the answer
   * @param errorCode its error code
   * @param detail one or two sentences that say why
   */
  record Refused(int status, String errorCode, String detail) implements Explanation {}

  /** The proxy itself would answer: it is an admin resource's. */
  record Own() implements Explanation {}

  /**
   * It would go to a mapping.
   *
   * @param alias the mapping's
   * @param url what it asks the upstream for, credentials masked
   * @param rule the name of the rule that is about it, empty if none is
   * @param policy by whose rules it is cached
   * @param mode which part store and upstream have
   * @param outcome where the answer would come from
   * @param reason why not from the store: a {@code fwd} or {@code detail} of {@code Cache-Status},
   *     or the error code; empty for a hit
   * @param key what tells it from other requests, null if the store has no part in it
   * @param stored what is stored for it, fresh or not; null if nothing is
   * @param nearest what comes nearest among all that is stored for the alias, the nearest first, at
   *     most three; empty if something is stored for it
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

    /** Copies the list. */
    public Routed {
      nearest = List.copyOf(nearest);
    }
  }

  /** Where an answer comes from. */
  enum Outcome {
    /** From the store. */
    HIT,
    /** From the upstream, by way of the store. */
    FETCH,
    /** From the upstream, past the store. */
    PASS,
    /** From nowhere: what is needed is not stored and must not be fetched. */
    NONE
  }

  /**
   * The parts of a key.
   *
   * @param digest names the key, in hexadecimal
   * @param method its method
   * @param target path and query at the upstream, normalised, credentials masked
   * @param contentType the body's media type; without a body what the fields state, empty if
   *     nothing
   * @param bodyDigest SHA-256 of the canonical body in hexadecimal, empty without a body
   * @param credential whether a fingerprint of credentials takes part
   * @param fields further parts that separate: name, value, name, value...
   */
  record KeyParts(
      String digest,
      String method,
      String target,
      String contentType,
      String bodyDigest,
      boolean credential,
      List<String> fields) {

    /** Copies the list. */
    public KeyParts {
      fields = List.copyOf(fields);
    }
  }

  /**
   * A stored response.
   *
   * @param id its name
   * @param status its status code
   * @param bytes of content
   * @param storedAt when it began to come, or was last validated
   * @param age how old it is, by RFC 9111 section 4.2.3
   * @param remaining what is left of its freshness, negative if it is stale
   * @param recording whether it is a recording, whose age does not count
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
