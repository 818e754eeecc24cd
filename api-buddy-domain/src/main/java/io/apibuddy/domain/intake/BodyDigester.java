package io.apibuddy.domain.intake;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.CachePolicy;
import io.apibuddy.domain.content.BoundaryErasingStream;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.content.GzipTimeErasingStream;
import io.apibuddy.ports.digest.Sha256;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.CanonicalForm;
import io.apibuddy.ports.http.ContentCoding;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.MediaType;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.store.StoredRequest;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Computes what a request body contributes to the cache key. Safe for concurrent use. */
public final class BodyDigester {
  private static final Pattern UTF_8 =
      Pattern.compile("charset=\"?utf-8\"?", Pattern.CASE_INSENSITIVE);

  private static final String BOUNDARY = "boundary=";

  private final BodyNormalizer normalizer;
  private final ByteBudget memory;

  /**
   * Creates a digester.
   *
   * @param memory the memory for the canonical forms of long bodies, which the bodies themselves
   *     share
   */
  public BodyDigester(BodyNormalizer normalizer, ByteBudget memory) {
    this.normalizer = normalizer;
    this.memory = memory;
  }

  /** The memory that one canonical form takes. Records whether others left too little. */
  private static final class Share implements BodyNormalizer.MemoryBudget {
    private final ByteBudget memory;
    private long left; // what the form could take if there were no others
    private boolean outOfRoom;

    Share(ByteBudget memory, long length) {
      this.memory = memory;
      this.left = memory.limit() - length;
    }

    @Override
    public boolean tryReserve(long bytes) {
      boolean fits = bytes <= left;
      boolean taken = fits && memory.tryReserve(bytes);
      left -= taken ? bytes : 0;
      outOfRoom |= fits && !taken;
      return taken;
    }

    @Override
    public void release(long bytes) {
      memory.release(bytes);
      left += bytes;
    }
  }

  /**
   * Digests the body of a request with these head facts. Returns null if other requests leave no
   * memory for its canonical form.
   */
  public @Nullable BodyDigest digest(BufferedBody body, HeadFacts facts) throws IOException {
    return digest(body, facts.head().headers(), facts.cache(), facts.directives());
  }

  /**
   * Digests a body. If its canonical form would not fit into the memory by itself, the body counts
   * as it is.
   *
   * @param cache how the mapping is cached; in {@code http} policy a body counts as it is
   * @param directives the request's cache directives: nothing of a body is remembered that must not
   *     be stored
   * @return null if other requests leave no memory for the canonical form
   */
  public @Nullable BodyDigest digest(
      BufferedBody body, Headers headers, CacheConfiguration cache, RequestDirectives directives)
      throws IOException {
    if (body.length() == 0) {
      return BodyDigest.NONE;
    }
    String contentType = headers.joined("Content-Type");
    String field = contentType == null ? "" : contentType.trim();
    if (cache.policy() == CachePolicy.HTTP || headers.all("Content-Type").size() > 1) {
      return verbatim(body, field);
    }
    if (ContentCoding.of(headers.joined("Content-Encoding")) == ContentCoding.GZIP
        && body.beginsAsGzip()) {
      Sink sink = new Sink();
      body.stream().transferTo(new GzipTimeErasingStream(sink));
      return sink.result(field);
    }
    String mediaType = MediaType.of(field);
    if (normalizer.knows(mediaType)) {
      BodyNormalizer chosen = directives.noStore() ? normalizer.withoutMemory() : normalizer;
      Share share = body.inMemory() == null ? new Share(memory, body.length()) : null;
      BodyDigest canonical =
          canonical(
              body, withParameters(mediaType, field), chosen, cache.key().ignoreJson(), share);
      if (canonical != null || (share != null && share.outOfRoom)) {
        return canonical;
      }
    }
    if (mediaType.startsWith("multipart/")) {
      Sink sink = new Sink();
      Boundary boundary = Boundary.in(field);
      OutputStream pieces = new BufferedOutputStream(sink); // for writes of one byte
      try (OutputStream erasing = new BoundaryErasingStream(pieces, boundary.text())) {
        body.stream().transferTo(erasing);
      }
      return sink.result(boundary.cutOutOf(field));
    }
    return verbatim(body, field);
  }

  private static @Nullable BodyDigest canonical(
      BufferedBody body,
      String contentType,
      BodyNormalizer normalizer,
      List<String> omit,
      @Nullable Share share)
      throws IOException {
    if (share != null) {
      Sink sink = new Sink();
      return normalizer.normalize(body.stream(), body.length(), omit, sink, share)
          ? sink.result(contentType)
          : null;
    }
    CanonicalForm form = normalizer.form(body.whole(), omit);
    if (form == null) {
      return null;
    }
    boolean small = form.octets().length() <= StoredRequest.MAX_BODY;
    return new BodyDigest(contentType, form.sha256(), small ? form.octets() : null);
  }

  /** Returns a media type with its parameters, except the charset UTF-8, which JSON always has. */
  private static String withParameters(String mediaType, String field) {
    int end = field.indexOf(';');
    if (end < 0) {
      return mediaType;
    }
    StringBuilder type = new StringBuilder(mediaType);
    for (String parameter : field.substring(end + 1).split(";", -1)) {
      String stated = parameter.trim();
      if (!stated.isEmpty() && !UTF_8.matcher(stated).matches()) {
        type.append(';').append(stated);
      }
    }
    return type.toString();
  }

  private static BodyDigest verbatim(BufferedBody body, String contentType) throws IOException {
    Sink sink = new Sink();
    body.stream().transferTo(sink);
    return sink.result(contentType);
  }

  /**
   * The boundary between the parts of a multipart body.
   *
   * @param text the boundary, empty if there is none that can be read
   * @param start where it begins in the field, quotes included
   * @param end where it ends in the field
   */
  private record Boundary(String text, int start, int end) {

    static Boundary in(String contentType) {
      int name = contentType.toLowerCase(Locale.ROOT).indexOf(BOUNDARY);
      if (name < 0) {
        return new Boundary("", 0, 0);
      }
      int start = name + BOUNDARY.length();
      if (contentType.startsWith("\"", start)) {
        int quote = contentType.indexOf('"', start + 1);
        return quote < 0
            ? new Boundary("", 0, 0)
            : new Boundary(contentType.substring(start + 1, quote), start, quote + 1);
      }
      int semicolon = contentType.indexOf(';', start);
      int end = semicolon < 0 ? contentType.length() : semicolon;
      return new Boundary(contentType.substring(start, end).trim(), start, end);
    }

    String cutOutOf(String contentType) {
      return contentType.substring(0, start) + contentType.substring(end);
    }
  }

  /** Digests all bytes, and keeps them while the body is short enough to be stored. */
  private static final class Sink extends OutputStream {
    private final MessageDigest sha = Sha256.begin();
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long length;

    @Override
    public void write(int octet) {
      write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) {
      sha.update(bytes, offset, count);
      length += count;
      if (length <= StoredRequest.MAX_BODY) {
        kept.write(bytes, offset, count);
      }
    }

    BodyDigest result(String contentType) {
      return new BodyDigest(
          contentType,
          HexFormat.of().formatHex(sha.digest()),
          length <= StoredRequest.MAX_BODY ? new Body.Bytes(kept.toByteArray()) : null);
    }
  }
}
