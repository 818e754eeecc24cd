package io.apibuddy.domain.exchange;

import io.apibuddy.domain.cache.AgeCalculator;
import io.apibuddy.domain.cache.RangeSelection;
import io.apibuddy.domain.cache.StoredFacts;
import io.apibuddy.domain.cachestatus.CacheStatus;
import io.apibuddy.domain.cachestatus.CacheStatusFields;
import io.apibuddy.domain.fields.FieldNames;
import io.apibuddy.domain.fields.HopByHop;
import io.apibuddy.domain.fields.Via;
import io.apibuddy.domain.routing.ProxyAddress;
import io.apibuddy.domain.routing.ReferenceRewriter;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ProtocolVersion;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import java.time.Instant;

/** Builds the response heads that clients get. Safe for concurrent use. */
final class ResponseAssembler {
  /** Fields that describe content, for answers without any. */
  private static final FieldNames CONTENT_FIELDS =
      FieldNames.of(
          "content-length",
          "content-type",
          "content-encoding",
          "content-language",
          "content-range",
          "content-digest",
          "content-md5");

  /** Fields that do not apply to a part (RFC 9530 section 2). */
  private static final FieldNames DIGEST_FIELDS = FieldNames.of("content-digest", "content-md5");

  /** Fields of freshness, validators and cookies, which belong to a success only. */
  private static final FieldNames SUCCESS_FIELDS =
      FieldNames.of("etag", "expires", "last-modified", "set-cookie", "surrogate-control");

  /** The suffix of fields with cache directives, targeted ones included (RFC 9213). */
  private static final String CACHE_CONTROL = "Cache-Control";

  private final Via via;
  private final HitHeads hits = new HitHeads();

  ResponseAssembler(Via via) {
    this.via = via;
  }

  /** Returns the head of a stored response (RFC 9111 section 4). */
  ResponseHead hit(Exchange exchange, StoredResponse stored, CacheStatus status, Instant now) {
    StoredFacts facts = StoredFacts.of(stored);
    long age = AgeCalculator.currentAgeSeconds(stored, now);
    HitHead known = hits.find(facts, age, status);
    if (known != null) {
      return known.forClient(exchange.head());
    }
    boolean refers = refers(facts.reusable());
    Headers reusable = refers ? rewritten(exchange, facts.reusable()) : facts.reusable();
    Headers.Builder fields = reusable.toBuilder();
    fields.add("Age", Long.toString(age));
    String length = facts.announcedLength();
    if (length != null) {
      fields.add("Content-Length", length);
    }
    fields.add("Via", via.appendTo(facts.via(), ProtocolVersion.HTTP_1_1));
    PageIsolation.add(stored.response(), fields);
    CacheStatusFields.add(fields, status);
    HitHead made = new HitHead(new ResponseHead(stored.response().status(), fields.build()));
    if (!refers) { // otherwise it depends on the URL by which the client reached the proxy
      hits.keep(facts, age, status, made);
    }
    return made.forClient(exchange.head());
  }

  /** Drops the remembered heads of hits. */
  void forgetHits() {
    hits.clear();
  }

  /**
   * Returns the head of an upstream's response.
   *
   * @param endToEnd the received head without its hop-by-hop fields
   */
  ResponseHead forwarded(
      Exchange exchange, ResponseHead endToEnd, ProtocolVersion version, CacheStatus status) {
    Headers.Builder fields = addressed(exchange, endToEnd.headers()).toBuilder();
    fields.set("Via", via.appendTo(endToEnd.headers().joined("Via"), version));
    PageIsolation.add(endToEnd, fields);
    CacheStatusFields.add(fields, status);
    return OriginFields.forClient(
        exchange.head(), new ResponseHead(endToEnd.status(), fields.build()));
  }

  /** Returns the head of an upstream's interim response, which is never one of HTTP/1.0. */
  ResponseHead interim(Exchange exchange, ResponseHead received) {
    Headers endToEnd = HopByHop.removedFrom(received.headers());
    Headers.Builder fields = addressed(exchange, endToEnd).toBuilder();
    fields.set("Via", via.appendTo(endToEnd.joined("Via"), ProtocolVersion.HTTP_1_1));
    return OriginFields.forClient(exchange.head(), received.withHeaders(fields.build()));
  }

  /** Returns the same head without its length, for content that trailers follow. */
  static ResponseHead unannounced(ResponseHead whole) {
    return whole.withHeaders(whole.headers().without("Content-Length"::equalsIgnoreCase));
  }

  /** Returns the head of a 206 with a part of a stored response (RFC 9110 section 15.3.7). */
  static ResponseHead partial(ResponseHead stored, RangeSelection.Part part) {
    Headers.Builder fields = stored.headers().without(DIGEST_FIELDS::contains).toBuilder();
    fields.set("Content-Range", part.contentRange());
    fields.set("Content-Length", Long.toString(part.range().length()));
    return new ResponseHead(206, fields.build());
  }

  /**
   * Returns the head of a 416 for a range beyond the end of a 200 (RFC 9110 section 15.5.17). It is
   * about one request, so no cache may keep it for as long as the 200.
   */
  static ResponseHead unsatisfiable(ResponseHead whole, long length) {
    Headers.Builder fields = whole.headers().without(ResponseAssembler::isSuccessField).toBuilder();
    fields.add(CACHE_CONTROL, "no-store");
    fields.add("Content-Range", "bytes */" + length);
    fields.add("Content-Length", "0");
    return new ResponseHead(416, fields.build());
  }

  private static boolean isSuccessField(String name) {
    int start = name.length() - CACHE_CONTROL.length();
    return CONTENT_FIELDS.contains(name)
        || SUCCESS_FIELDS.contains(name)
        || name.regionMatches(true, start, CACHE_CONTROL, 0, CACHE_CONTROL.length());
  }

  /** Returns the head of a 304 for a 200 that the client already has (RFC 9110 section 15.4.5). */
  static ResponseHead notModified(ResponseHead whole) {
    return new ResponseHead(304, whole.headers().without(CONTENT_FIELDS::contains));
  }

  /** Makes references to mapped upstreams lead to this proxy. */
  private static Headers addressed(Exchange exchange, Headers headers) {
    return refers(headers) ? rewritten(exchange, headers) : headers;
  }

  private static Headers rewritten(Exchange exchange, Headers headers) {
    ReferenceRewriter rewriter = exchange.configuration().references();
    ProxyAddress proxy = exchange.address();
    Headers.Builder rewritten = Headers.builder();
    headers.forEach(
        (name, value) ->
            rewritten.add(
                name,
                ReferenceRewriter.concerns(name)
                    ? rewriter.rewrite(name, value, exchange.target(), proxy)
                    : value));
    return rewritten.build();
  }

  private static boolean refers(Headers headers) {
    boolean found = false;
    for (int i = 0; i < headers.size() && !found; i++) {
      found = ReferenceRewriter.concerns(headers.name(i));
    }
    return found;
  }
}
