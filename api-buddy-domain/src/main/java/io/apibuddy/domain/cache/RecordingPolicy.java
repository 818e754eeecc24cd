package io.apibuddy.domain.cache;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.StoredRequest;
import io.apibuddy.ports.store.StoredResponse;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides which answers are recorded and which recording answers a request. Age and cache
 * directives do not matter; {@code Vary} does, as far as it names fields.
 */
public final class RecordingPolicy {

  /** The field that names the program and its version, which another machine does not share. */
  private static final String PROGRAM = "user-agent";

  private RecordingPolicy() {}

  /** Returns whether an answer is recorded: every complete one is. */
  static Storability judge(ResponseHead response) {
    boolean whole = response.status() != 304 && !StoredExtent.isPart(response);
    return whole ? Storability.YES : Storability.no("status-not-cacheable");
  }

  /** Returns whether an equal request asks again; after one from a fixture it does not. */
  public static boolean isAskedAgain(StoredResponse recording) {
    return RecordingRank.of(recording).asksAgain() && !RecordedCredential.isForAny(recording);
  }

  /**
   * Returns the one of two responses that is to be replayed: the first, unless it does not last and
   * the other has a better rank. Either may be null, if there is none.
   */
  public static @Nullable StoredResponse better(
      @Nullable StoredResponse first, @Nullable StoredResponse other) {
    boolean gives =
        first == null
            || (other != null
                && isAskedAgain(first)
                && RecordingRank.of(other).isBetterThan(RecordingRank.of(first)));
    return gives ? other : first;
  }

  /**
   * Returns whether an answer must not be recorded any more: a better one has been, or it would
   * replace one that is as good and after which nobody asks again.
   *
   * @param lookup the request that was answered
   * @param recorded what has been recorded under its key
   * @param rank the rank of the answer
   * @param variant the variant of the answer, see {@link VaryMatcher#variant}
   */
  public static boolean hasBetter(
      CacheLookup lookup, List<StoredResponse> recorded, RecordingRank rank, String variant) {
    return recorded.stream()
        .filter(one -> isOwn(one, lookup))
        .anyMatch(
            one -> {
              RecordingRank known = RecordingRank.of(one);
              return known.isBetterThan(rank)
                  || (known == rank && !rank.asksAgain() && one.variant().equals(variant));
            });
  }

  /**
   * Returns the recordings whose place an answer has taken that is recorded as another variant,
   * because its {@code Vary} differs from theirs; for the parameters see {@link #hasBetter}.
   */
  public static List<StoredResponse> replaced(
      CacheLookup lookup, List<StoredResponse> recorded, RecordingRank rank, String variant) {
    return recorded.stream()
        .filter(one -> isOwn(one, lookup) && !RecordedCredential.isForAny(one))
        .filter(one -> !one.variant().equals(variant))
        .filter(
            one -> {
              RecordingRank known = RecordingRank.of(one);
              return known != RecordingRank.LASTING && !known.isBetterThan(rank);
            })
        .toList();
  }

  /**
   * Returns the stored response that answers a request. In order of precedence: the one of the best
   * rank, a response with a {@code Vary} before one without, the latest.
   *
   * @param candidates the stored responses, the latest first
   * @return null if no candidate is for the request's own credentials
   */
  public static @Nullable StoredResponse select(
      CacheLookup lookup, List<StoredResponse> candidates) {
    return first(candidates, lookup, stored -> isOwn(stored, lookup));
  }

  private static boolean isOwn(StoredResponse stored, CacheLookup lookup) {
    boolean any = RecordedCredential.isForAny(stored);
    String credential = any ? RecordedCredential.forAny(lookup.credential()) : lookup.credential();
    return credential.equals(RecordedCredential.of(stored))
        && VaryMatcher.mayAnswer(stored, lookup, any ? exceptCredentials(lookup) : "*"::equals);
  }

  /**
   * Returns the same as {@link #select}, but for any credentials, idempotency key and {@code
   * User-Agent}. Recordings made with the request's own credentials take precedence, then those
   * that answer its own {@code User-Agent}.
   */
  public static @Nullable StoredResponse selectOfAnyCredential(
      CacheLookup lookup, List<StoredResponse> candidates) {
    Predicate<String> ignored = exceptCredentials(lookup).or(PROGRAM::equals);
    Predicate<StoredResponse> answers = stored -> VaryMatcher.mayAnswer(stored, lookup, ignored);
    String credential = RecordedCredential.fingerprint(lookup.credential());
    StoredResponse own =
        first(
            candidates,
            lookup,
            stored ->
                RecordedCredential.fingerprint(RecordedCredential.of(stored)).equals(credential)
                    && answers.test(stored));
    return own == null ? first(candidates, lookup, answers) : own;
  }

  private static @Nullable StoredResponse first(
      List<StoredResponse> candidates, CacheLookup lookup, Predicate<StoredResponse> answers) {
    Predicate<StoredResponse> exact =
        stored -> VaryMatcher.mayAnswer(stored, lookup, exceptCredentials(lookup));
    return candidates.stream()
        .filter(answers)
        .min(
            Comparator.comparing((StoredResponse stored) -> RecordingRank.of(stored))
                .thenComparing(stored -> !exact.test(stored))
                .thenComparing(stored -> !VaryMatcher.hasVary(stored)))
        .orElse(null);
  }

  private static Predicate<String> exceptCredentials(CacheLookup lookup) {
    return name -> name.equals("*") || lookup.fingerprints().isCredential(name);
  }

  /**
   * Returns the stored response that answers a request in mode {@code replay}, among responses that
   * may be stored under other keys.
   *
   * @return null if there is none whose key differs from the request's in the credential only
   */
  public static @Nullable StoredResponse selectUnderOtherCredentials(
      CacheLookup lookup, List<StoredResponse> listed) {
    return selectOfAnyCredential(
        lookup, listed.stream().filter(stored -> isUnder(lookup.key(), stored)).toList());
  }

  /**
   * Returns whether a response is stored under a key, credentials aside. The body's media type is
   * not stored with its digest; an equal target and content are enough.
   */
  private static boolean isUnder(CacheKey key, StoredResponse stored) {
    StoredRequest request = stored.request();
    Set<String> separate = VaryMatcher.names(stored.response().headers());
    Headers.Builder parts = Headers.builder();
    for (int i = 0; i < key.selected().size(); i += 2) {
      parts.add(key.selected().get(i), key.selected().get(i + 1));
    }
    return request.upstream().equals(key.upstream())
        && request.bodyDigest().equals(key.bodyDigest())
        && request
            .headers()
            .without(
                name ->
                    separate.contains(name)
                        || OwnKeyParts.isCredential(name)
                        || name.startsWith(OwnKeyParts.KEY_FIELD))
            .equals(parts.build().without(separate::contains));
  }
}
