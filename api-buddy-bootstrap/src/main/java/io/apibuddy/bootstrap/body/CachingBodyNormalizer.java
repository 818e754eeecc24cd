package io.apibuddy.bootstrap.body;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.apibuddy.ports.digest.Sha256;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.CanonicalForm;
import io.apibuddy.ports.memory.HeapShare;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cache of canonical forms in front of another normalizer. The key is the SHA-256 of the body, so
 * a body that comes again, octet for octet, is hashed once but not parsed (docs/performance.md says
 * what this saves).
 *
 * <p>Bodies of more than 64 KiB are not cached. The forms take at most 4 MiB, less in a small heap,
 * and a form that is not used for ten minutes is removed. Safe for concurrent use.
 */
public final class CachingBodyNormalizer implements BodyNormalizer {
  /** The length of the longest body that is cached, in bytes. */
  static final int MAX_BODY_LENGTH = 64 * 1024;

  static final Duration EXPIRY = Duration.ofMinutes(10);

  private static final long MAX_BYTES = HeapShare.of(4 << 20);
  private static final int ENTRY_OVERHEAD = 480;

  private final BodyNormalizer normalizer;
  private final Cache<FormKey, CanonicalForm> forms;

  /** Puts the cache in front of {@code normalizer}. */
  public CachingBodyNormalizer(BodyNormalizer normalizer) {
    this(normalizer, Ticker.systemTicker());
  }

  CachingBodyNormalizer(BodyNormalizer normalizer, Ticker ticker) {
    this.normalizer = normalizer;
    this.forms =
        Caffeine.newBuilder()
            .maximumWeight(MAX_BYTES)
            .weigher(
                (FormKey key, CanonicalForm form) -> (int) form.octets().length() + ENTRY_OVERHEAD)
            .expireAfterAccess(EXPIRY)
            .ticker(ticker)
            .executor(Runnable::run)
            .build();
  }

  @Override
  public boolean knows(String mediaType) {
    return normalizer.knows(mediaType);
  }

  @Override
  public boolean normalize(
      InputStream body, long length, List<String> omit, OutputStream canonical, MemoryBudget budget)
      throws IOException {
    return normalizer.normalize(body, length, omit, canonical, budget);
  }

  @Override
  public @Nullable CanonicalForm form(Body.Bytes body, List<String> omit) throws IOException {
    if (body.length() > MAX_BODY_LENGTH) {
      return normalizer.form(body, omit);
    }
    MessageDigest sha = Sha256.begin();
    sha.update(body.buffer());
    FormKey key = new FormKey(ByteBuffer.wrap(sha.digest()), omit);
    CanonicalForm form = forms.getIfPresent(key);
    if (form == null) {
      form = normalizer.form(body, omit);
      if (form != null) {
        forms.put(key, form);
      }
    }
    return form;
  }

  @Override
  public BodyNormalizer withoutMemory() {
    return normalizer;
  }

  /** The key of a form: the body's digest and the JSON pointers that the form leaves out. */
  private record FormKey(ByteBuffer digest, List<String> omit) {}
}
