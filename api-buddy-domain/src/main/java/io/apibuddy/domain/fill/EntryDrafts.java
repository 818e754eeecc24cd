package io.apibuddy.domain.fill;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.CacheLookup;
import io.apibuddy.domain.cache.LifetimePolicy;
import io.apibuddy.domain.cache.OwnKeyParts;
import io.apibuddy.domain.cache.VaryMatcher;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CacheMode;
import io.apibuddy.domain.fields.ResponseFields;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.CacheKey;
import io.apibuddy.ports.store.EntryDraft;
import io.apibuddy.ports.store.StoredRequest;
import java.time.Instant;
import java.util.List;

/**
 * Creates the drafts of entries from answers.
 *
 * @param cache how the mapping is cached
 * @param body the request's body as it is in the key
 */
public record EntryDrafts(CacheConfiguration cache, BodyDigest body) {

  /**
   * Returns the draft of an answer.
   *
   * @param head the answer's head
   */
  public EntryDraft draft(CacheLookup lookup, FillHead head, Instant requestedAt) {
    ResponseHead shareable = head.shared();
    Headers nominated = head.nominated();
    CacheKey key = lookup.key();
    ResponseHead response =
        key.method().equals("HEAD")
            ? ResponseFields.storableOfHead(shareable)
            : ResponseFields.storable(shareable);
    return new EntryDraft(
        key,
        VaryMatcher.variant(nominated, response),
        request(key, body, nominated),
        response,
        LifetimePolicy.times(cache, head.kept(response), requestedAt),
        isRecording(),
        head.length());
  }

  /** Returns whether the entries are recordings, which must not be lost. */
  boolean isRecording() {
    return cache.mode() == CacheMode.RECORD;
  }

  /**
   * Returns the part of a request that is stored with its response.
   *
   * @param nominated the fields that the answer's {@code Vary} names, with their values
   */
  public static StoredRequest request(CacheKey key, BodyDigest body, Headers nominated) {
    return new StoredRequest(
        key.domain(),
        key.upstream(),
        key.method(),
        key.target(),
        requestFields(key, nominated),
        body.canonical(),
        key.bodyDigest());
  }

  /**
   * Returns the fields of the key, then those that {@code Vary} names. If a field is both, a copy
   * under another name holds its value in the key, and so does one for the body's media type, so
   * that the key can be computed again.
   */
  private static Headers requestFields(CacheKey key, Headers nominated) {
    Headers.Builder fields = Headers.builder();
    List<String> selected = key.selected();
    for (int i = 0; i < selected.size(); i += 2) {
      if (!nominated.contains(selected.get(i))) {
        fields.add(selected.get(i), selected.get(i + 1));
      }
    }
    fields.addAll(nominated);
    for (int i = 0; i < selected.size(); i += 2) {
      if (nominated.contains(selected.get(i))) {
        fields.add(OwnKeyParts.KEY_FIELD + selected.get(i), selected.get(i + 1));
      }
    }
    if (!key.contentType().isEmpty()) {
      fields.add(OwnKeyParts.KEY_FIELD + "content-type", key.contentType());
    }
    return fields.build();
  }
}
