package io.apibuddy.domain.replay;

import io.apibuddy.domain.cache.BoundaryPlaceholder;
import io.apibuddy.domain.cache.CredentialNames;
import io.apibuddy.domain.cache.OwnKeyParts;
import io.apibuddy.domain.cache.RecordedCredential;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.routing.Route;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.Freshness;
import io.apibuddy.ports.store.StoredRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stored request in a form that may leave its store: it holds nothing of a credential, not even a
 * fingerprint that only that store can make, and another store can make the cache key from it.
 *
 * @param request the request; its answer is used whatever the credentials
 */
public record PortableRequest(StoredRequest request) {

  /**
   * Returns a stored request without its credentials.
   *
   * @param credential tests, by its name in lower case, whether a field holds credentials
   */
  public static PortableRequest of(StoredRequest stored, Predicate<String> credential) {
    return new PortableRequest(
        new StoredRequest(
            stored.domain(),
            stored.upstream(),
            stored.method(),
            stored.target(),
            RecordedCredential.forAny(stored.headers(), credential),
            stored.body(),
            stored.bodyDigest()));
  }

  /** Returns the request with the upstream that its alias has in {@code mapping}. */
  public PortableRequest at(AliasConfiguration mapping) {
    String upstream = new Route(mapping).upstream();
    String target = upstream.substring(basePath(upstream)) + relativeTarget();
    return new PortableRequest(
        new StoredRequest(
            request.domain(),
            upstream,
            request.method(),
            target.startsWith("/") ? target : "/" + target,
            request.headers(),
            request.body(),
            request.bodyDigest()));
  }

  /**
   * Returns the answer to this request as the upstream that its alias has in {@code mapping} would
   * give it: references to the upstream lead there.
   */
  public ResponseHead answerAt(AliasConfiguration mapping, ResponseHead answer) {
    return MovedReferences.at(mapping, request, answer);
  }

  /**
   * Returns a test of field names in lower case for credentials: the names that the mapping lists,
   * and those that are usual for credentials.
   *
   * @param mapping the mapping, null if the alias is not mapped
   */
  public static Predicate<String> credentials(@Nullable AliasConfiguration mapping) {
    return new CredentialNames(mapping == null ? KeyConfiguration.DEFAULT : mapping.cache().key());
  }

  /** Returns whether the target lies below the base URL's path. */
  public boolean isBelowUpstream() {
    String base = request.upstream().substring(basePath(request.upstream()));
    String target = request.target();
    return target.startsWith(base)
        && (target.length() == base.length() || "/?".indexOf(target.charAt(base.length())) >= 0);
  }

  /** Returns path and query below the base URL: empty, or from a slash or a question mark on. */
  public String relativeTarget() {
    return request.target().substring(request.upstream().length() - basePath(request.upstream()));
  }

  /** Returns the index at which the path of a base URL begins. */
  static int basePath(String upstream) {
    int slash = upstream.indexOf('/', upstream.indexOf("://") + "://".length());
    return slash < 0 ? upstream.length() : slash;
  }

  /**
   * Returns the name under which a client sent a field that is stored with a request; differs from
   * the stored name if the field is part of the key.
   */
  public static String sentName(String name) {
    return name.startsWith(OwnKeyParts.KEY_FIELD)
        ? name.substring(OwnKeyParts.KEY_FIELD.length())
        : name;
  }

  /**
   * Returns whether a client that repeats a request sends a field that is stored with the request.
   *
   * @param lowerCaseName the field's name in lower case
   */
  public static boolean isSent(String lowerCaseName) {
    return OwnKeyParts.isSent(lowerCaseName);
  }

  /** Returns whether the request was sent with an idempotency key, which is not stored. */
  public boolean hadIdempotencyKey() {
    return RecordedCredential.hasIdempotencyKey(request.headers());
  }

  /**
   * Returns the body of a multipart form, which is stored without its boundary, with a given one;
   * null if the body was too long to be stored.
   */
  public Body.@Nullable Bytes form(String boundary) {
    Body.Bytes kept = request.body();
    return kept == null ? null : BoundaryPlaceholder.restored(kept, boundary);
  }

  /**
   * Returns the key of the request without credentials.
   *
   * @param response the fields of the answer
   */
  public CacheKey key(Headers response) {
    Set<String> separate = VaryMatcher.names(response);
    List<Map.Entry<String, String>> fields = new ArrayList<>();
    String[] contentType = {""};
    request
        .headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (lower.equals(OwnKeyParts.KEY_FIELD + "content-type")) {
                contentType[0] = value;
              } else if (lower.startsWith(OwnKeyParts.KEY_FIELD)) {
                fields.add(Map.entry(name.substring(OwnKeyParts.KEY_FIELD.length()), value));
              } else if (!separate.contains(lower) && !OwnKeyParts.isCredential(lower)) {
                fields.add(Map.entry(name, value));
              }
            });
    fields.sort(Comparator.comparing(Map.Entry::getKey, PortableRequest::order));
    return new CacheKey(
        request.domain(),
        request.upstream(),
        request.method(),
        request.target(),
        contentType[0],
        request.bodyDigest(),
        "",
        fields.stream().flatMap(part -> Stream.of(part.getKey(), part.getValue())).toList());
  }

  /** Returns a draft of an entry under that key; for the parameters see {@link EntryDraft}. */
  public EntryDraft draft(
      ResponseHead response, Freshness freshness, boolean pinned, long expectedLength) {
    Set<String> separate = VaryMatcher.names(response.headers());
    Headers.Builder nominated = Headers.builder();
    request
        .headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (separate.contains(lower) || OwnKeyParts.isCredential(lower)) {
                nominated.add(name, value);
              }
            });
    return new EntryDraft(
        key(response.headers()),
        VaryMatcher.variant(nominated.build(), response),
        request,
        response,
        freshness,
        pinned,
        expectedLength);
  }

  /** Fields by name, then the proxy's own parts, then a recording's preconditions as they came. */
  private static int order(String one, String other) {
    int rank = Integer.compare(rank(one), rank(other));
    return rank != 0 || rank(one) != 0 ? rank : one.compareTo(other);
  }

  private static int rank(String name) {
    if (name.startsWith("if-")) {
      return OwnKeyParts.IN_ORDER.size() + 1;
    }
    return OwnKeyParts.IN_ORDER.indexOf(name) + 1;
  }
}
