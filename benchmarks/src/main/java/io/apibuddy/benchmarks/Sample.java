package io.apibuddy.benchmarks;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.RequestHead;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryCompletion;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.EntryId;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A typical request to an API and its answer. */
public final class Sample {
  /** The fields of the request. */
  public static final Headers REQUEST_FIELDS =
      Headers.of(
          "Host", "127.0.0.1:8080",
          "User-Agent", "python-requests/2.32.3",
          "Accept", "application/json",
          "Accept-Encoding", "gzip, deflate");

  /** The same fields with credentials. */
  static final Headers SIGNED_FIELDS =
      REQUEST_FIELDS.toBuilder().add("Authorization", "Bearer 7d1c0f5b2a9e4c63").build();

  /** The head of the request. */
  public static final RequestHead REQUEST =
      new RequestHead(
          "GET",
          "/api/v1/customers/4711/orders?limit=50&expand=items",
          ProtocolVersion.HTTP_1_1,
          REQUEST_FIELDS);

  /** The content of the answer. */
  public static final Body.Bytes CONTENT = new Body.Bytes(new byte[1024]);

  private static final String UPSTREAM = "https://api.example/v1";

  /** The head of the answer. */
  static final ResponseHead RESPONSE =
      new ResponseHead(
          200,
          Headers.of(
              "Content-Type", "application/json",
              "Content-Length", "1024",
              "Cache-Control", "max-age=3600",
              "Date", "Sun, 06 Nov 1994 08:49:37 GMT",
              "ETag", "\"33a64df551425fcc55e4d42a148795d9f25f89d4\"",
              "X-RateLimit-Remaining", "4711"));

  private Sample() {}

  /** Returns the mapping for the request: the given caching policy, and the defaults otherwise. */
  public static AliasConfiguration mapping(CachePolicy policy) {
    return AliasConfiguration.of("api", UPSTREAM)
        .withCache(new CacheConfiguration.Builder().policy(policy).build());
  }

  /** Returns the key of one of many requests that differ only in the number of a customer. */
  static CacheKey key(int number) {
    return new CacheKey(
        "api",
        UPSTREAM,
        "GET",
        "/v1/customers/" + number + "/orders?limit=50&expand=items",
        "",
        "",
        "",
        List.of("accept-encoding", "gzip"));
  }

  /** Returns the entry to store under a key, fresh from {@code now} on for an hour. */
  static EntryDraft draft(CacheKey key, Instant now) {
    return new EntryDraft(
        key,
        "",
        new StoredRequest("api", UPSTREAM, "GET", key.target(), Headers.EMPTY, Body.EMPTY, ""),
        RESPONSE,
        new Freshness(now, now, Duration.ofHours(1), now.plus(Duration.ofHours(1))),
        false,
        CONTENT.length());
  }

  /** Returns the same entry as a store returns it. */
  static StoredResponse stored(CacheKey key, Instant now) {
    EntryDraft draft = draft(key, now);
    return new StoredResponse(
        new EntryId("1"),
        draft.variant(),
        draft.request(),
        draft.response(),
        draft.freshness(),
        draft.pinned(),
        CONTENT.length(),
        EntryCompletion.PLAIN,
        CONTENT);
  }
}
