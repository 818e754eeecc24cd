package io.apibuddy.domain.cache;

import io.apibuddy.domain.config.AliasConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.routing.RequestTarget;
import io.apibuddy.domain.routing.RoutedTarget;
import io.apibuddy.ports.digest.Sha256;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.store.CacheKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Makes the primary cache keys of one mapping (RFC 9111 section 2). Safe for concurrent use. */
public final class CacheKeyFactory {

  /** The field by which a client asks for another, independent answer to an equal request. */
  public static final String VARIANT_FIELD = "X-API-Buddy-Variant";

  /** Clients generate these for each call, so a replay would never find one in the key. */
  private static final List<String> IDEMPOTENCY_FIELDS =
      List.of("*idempotency-key", "*idempotence-key", "paypal-request-id");

  private static final NamePatterns IDEMPOTENCY_KEYS = new NamePatterns(IDEMPOTENCY_FIELDS);

  /** The fields of preflight requests, whose answers seldom have a {@code Vary}. */
  private static final String PREFLIGHT_FIELDS = "access-control-request-*";

  private final CachePolicy policy;
  private final boolean shareAcrossCredentials;
  private final QueryNormalizer queries;
  private final KeyFields fields;
  private final KeyFields recordedFields;
  private final boolean typeCounts;
  private final CredentialFingerprint fingerprints;
  private final String injectingAlias;

  /**
   * Creates a factory.
   *
   * @param credentialQueryParams the names of query parameters that hold credentials
   * @param secret the storage's secret
   */
  public CacheKeyFactory(
      AliasConfiguration mapping, Set<String> credentialQueryParams, byte[] secret) {
    this.shareAcrossCredentials = mapping.cache().shareAcrossCredentials();
    this.policy = mapping.cache().policy();
    this.queries =
        new QueryNormalizer(
            policy == CachePolicy.TTL, mapping.cache().key().ignoreQuery(), credentialQueryParams);
    this.fields = new KeyFields(mapping.cache().key());
    this.recordedFields =
        policy == CachePolicy.HTTP
            ? new KeyFields(withRecordedFields(mapping.cache().key()))
            : fields;
    this.typeCounts = fields.names("content-type");
    this.fingerprints = new CredentialFingerprint(secret, mapping.cache().key());
    this.injectingAlias = mapping.injected().isEmpty() ? "" : mapping.alias();
  }

  /** Adds fields that distinguish recordings in {@code http} policy, too. */
  private static KeyConfiguration withRecordedFields(KeyConfiguration key) {
    List<String> headers = new ArrayList<>(key.headers());
    headers.addAll(IDEMPOTENCY_FIELDS);
    headers.add(PREFLIGHT_FIELDS);
    return new KeyConfiguration(
        key.ignoreQuery(), key.ignoreJson(), headers, key.credentialHeaders());
  }

  /** Returns the fingerprint function for this mapping's credentials. */
  public CredentialFingerprint fingerprints() {
    return fingerprints;
  }

  /** Returns the path and query below the alias as they may be shown, with credentials masked. */
  public String shown(RequestTarget target) {
    return new RequestTarget(target.path(), queries.mask(target.query())).text();
  }

  /** Returns the target in the form that keys have: query normalized, credentials masked. */
  public String keyTarget(RequestTarget upstream) {
    return queries.normalize(upstream.query()).appendTo(upstream.path());
  }

  /**
   * Returns the key of a request.
   *
   * @param method the method; HEAD has the key of GET
   * @param headers the request's fields
   * @param coding the reduction of the request's {@code Accept-Encoding}
   * @param body the digest of the request's body, {@link BodyDigest#NONE} without one
   */
  public CacheKey key(
      RoutedTarget target, String method, Headers headers, AcceptedCoding coding, BodyDigest body) {
    QueryNormalizer.NormalizedQuery query = queries.normalize(target.upstream().query());
    List<String> parts = new ArrayList<>(4);
    String secret = fields.collect(headers, parts);
    addOwn(headers, coding, parts);
    if (shareAcrossCredentials) { // a shared entry is not used once sharing is off
      parts.add(OwnKeyParts.CREDENTIALS);
      parts.add("shared");
    }
    return new CacheKey(
        target.route().alias(),
        target.route().upstream(),
        method.equals("HEAD") ? "GET" : method,
        query.appendTo(target.upstream().path()),
        contentType(headers, body),
        body.hex(),
        credential(secret, query.credentials()),
        parts);
  }

  /**
   * Returns the fingerprint of a request's credentials, even if answers are shared across
   * credentials; empty if the request has none.
   */
  public String credential(RoutedTarget target, Headers headers) {
    return fingerprint(
        fields.collect(headers, new ArrayList<>()),
        queries.normalize(target.upstream().query()).credentials());
  }

  /**
   * The key of a recording. It is the same for all credentials and idempotency keys, and HEAD has a
   * key of its own.
   *
   * @param key the key
   * @param credential distinguishes the recordings of different credentials and idempotency keys,
   *     with {@code share_across_credentials} of idempotency keys only; empty if nothing does
   */
  public record RecordingKey(CacheKey key, String credential) {}

  /** Returns the key of a request's recording; for the parameters see {@link #key}. */
  public RecordingKey recordingKey(
      RoutedTarget target, String method, Headers headers, AcceptedCoding coding, BodyDigest body) {
    String query = target.upstream().query();
    List<String> parts = new ArrayList<>(8);
    String secret = recordedFields.collect(headers, parts);
    String idempotencyKeys = removeIdempotencyKeys(parts);
    addOwn(headers, coding, parts);
    parts.add(OwnKeyParts.MODE);
    parts.add("record");
    for (String condition : PreconditionEvaluator.leftToTheOrigin(method)) {
      String value = headers.joined(condition);
      if (value != null) {
        parts.add(condition);
        parts.add(value);
      }
    }
    CacheKey key =
        new CacheKey(
            target.route().alias(),
            target.route().upstream(),
            method,
            new RequestTarget(target.upstream().path(), queries.withoutCredentials(query)).text(),
            contentType(headers, body),
            body.hex(),
            "",
            parts);
    String credential = credential(secret, queries.normalize(query).credentials());
    return new RecordingKey(
        key,
        idempotencyKeys.isEmpty()
            ? credential
            : RecordedCredential.of(credential, digest(idempotencyKeys)));
  }

  /** Unlike a credential's, this digest is the same in every store, because fixtures contain it. */
  private static String digest(String idempotencyKeys) {
    byte[] text = idempotencyKeys.getBytes(StandardCharsets.ISO_8859_1);
    return HexFormat.of().formatHex(Sha256.digest(text), 0, 16);
  }

  /** Removes the idempotency keys from a list of parts and returns them as one text. */
  private static String removeIdempotencyKeys(List<String> parts) {
    StringBuilder text = new StringBuilder();
    for (int i = parts.size() - 2; i >= 0; i -= 2) {
      String name = parts.get(i);
      if (IDEMPOTENCY_KEYS.match(name.replace('_', '-'))) {
        text.append(name).append('\n').append(parts.get(i + 1)).append('\0');
        parts.subList(i, i + 2).clear();
      }
    }
    return text.toString();
  }

  /** Returns the body's media type; for a request without content, the stated one. */
  private String contentType(Headers headers, BodyDigest body) {
    boolean stands = !body.contentType().isEmpty() || !body.hex().isEmpty();
    if (stands || !typeCounts) {
      return body.contentType();
    }
    String stated = headers.joined("Content-Type");
    return stated == null ? "" : stated.trim();
  }

  private void addOwn(Headers headers, AcceptedCoding coding, List<String> parts) {
    parts.add(OwnKeyParts.CODING);
    parts.add(coding.token());
    if (policy == CachePolicy.HTTP) { // neither policy may use what the other stored
      parts.add(OwnKeyParts.POLICY);
      parts.add("http");
    }
    String variant = headers.first(VARIANT_FIELD);
    if (variant != null) {
      parts.add(OwnKeyParts.VARIANT);
      parts.add(variant);
    }
  }

  private String credential(String fieldSecret, String querySecret) {
    return shareAcrossCredentials ? "" : fingerprint(fieldSecret, querySecret);
  }

  /** The alias stands for injected credentials: a renewed one finds what the old one stored. */
  private String fingerprint(String fieldSecret, String querySecret) {
    if (fieldSecret.isEmpty() && querySecret.isEmpty() && injectingAlias.isEmpty()) {
      return "";
    }
    String own = querySecret + '\0' + fieldSecret;
    return fingerprints.of(injectingAlias.isEmpty() ? own : own + '\0' + injectingAlias);
  }
}
