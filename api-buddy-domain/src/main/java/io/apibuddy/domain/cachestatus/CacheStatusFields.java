package io.apibuddy.domain.cachestatus;

import io.apibuddy.domain.cache.ForwardReason;
import io.apibuddy.ports.http.Headers;

/** Writes the {@code Cache-Status} (RFC 9211) and {@code X-Cache} fields of an answer. */
public final class CacheStatusFields {

  /** The name of this cache in {@code Cache-Status}. */
  public static final String CACHE_NAME = "api-buddy";

  private CacheStatusFields() {}

  /** Adds both fields; members of {@code Cache-Status} from other caches stay ahead of ours. */
  public static void add(Headers.Builder headers, CacheStatus status) {
    headers.add("Cache-Status", format(status));
    headers.set("X-Cache", status.outcome().name());
  }

  /** Returns this cache's member of {@code Cache-Status}. */
  static String format(CacheStatus status) {
    ForwardReason forward = status.forward();
    if (forward == null) {
      String hit = (CACHE_NAME + "; hit; ttl=").concat(Long.toString(status.remainingSeconds()));
      return status.detail().isEmpty() ? hit : hit + "; detail=" + status.detail();
    }
    StringBuilder member = new StringBuilder(64).append(CACHE_NAME);
    member.append("; fwd=").append(forward.token());
    if (status.forwardStatus() > 0) {
      member.append("; fwd-status=").append(status.forwardStatus());
    }
    if (status.stored()) {
      member.append("; stored");
    }
    if (status.collapsed()) {
      member.append("; collapsed");
    }
    if (!status.detail().isEmpty()) {
      member.append("; detail=").append(status.detail());
    }
    return member.toString();
  }
}
