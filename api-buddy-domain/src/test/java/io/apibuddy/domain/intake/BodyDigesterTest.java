package io.apibuddy.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.domain.cache.BodyDigest;
import io.apibuddy.domain.cache.BoundaryPlaceholder;
import io.apibuddy.domain.cache.RequestDirectives;
import io.apibuddy.domain.config.CacheConfiguration;
import io.apibuddy.domain.config.KeyConfiguration;
import io.apibuddy.domain.content.BoundaryErasingStream;
import io.apibuddy.domain.content.BufferedBody;
import io.apibuddy.domain.content.MemoryScratchSpace;
import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ScratchSpace;
import io.apibuddy.ports.memory.ByteBudget;
import io.apibuddy.ports.store.StoredRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDigesterTest {

  /** Knows every type. */
  private interface Omniscient extends BodyNormalizer {
    @Override
    default boolean knows(String mediaType) {
      return true;
    }
  }

  /** The variant without memory of the one below, recognizable by the form that it writes. */
  private static final Omniscient FORGETFUL =
      (body, length, omit, canonical, budget) -> {
        canonical.write('f');
        return true;
      };

  /** Lower-cases JSON; the body {@code BAD} is taken for malformed. */
  private static final BodyNormalizer LOWER_CASE =
      new BodyNormalizer() {
        @Override
        public boolean knows(String mediaType) {
          return mediaType.equals("application/json");
        }

        @Override
        public boolean normalize(
            InputStream body,
            long length,
            List<String> omit,
            OutputStream canonical,
            MemoryBudget budget)
            throws IOException {
          String text = new String(body.readAllBytes(), StandardCharsets.US_ASCII);
          for (String member : omit) {
            text = text.replace(member, "");
          }
          canonical.write(text.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII));
          return !text.equals("BAD");
        }

        @Override
        public BodyNormalizer withoutMemory() {
          return FORGETFUL;
        }
      };

  private static CacheConfiguration keyedWithout(String... pointers) {
    KeyConfiguration key = KeyConfiguration.DEFAULT;
    return new CacheConfiguration.Builder()
        .key(
            new KeyConfiguration(
                key.ignoreQuery(), List.of(pointers), key.headers(), key.credentialHeaders()))
        .build();
  }

  private static BodyDigest digest(String contentType, String content, String... omit)
      throws IOException {
    return digest(contentType, content, RequestDirectives.NONE, omit);
  }

  private static BodyDigest digest(
      String contentType, String content, RequestDirectives directives, String... omit)
      throws IOException {
    return digest(Headers.of("Content-Type", contentType), content, directives, omit);
  }

  private static BodyDigest digest(
      Headers headers, String content, RequestDirectives directives, String... omit)
      throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
    BufferedBody body = new BufferedBody(new Body.Bytes(bytes), null, bytes.length, () -> {});
    return Objects.requireNonNull(
        new BodyDigester(LOWER_CASE, new ByteBudget(1 << 20))
            .digest(body, headers, keyedWithout(omit), directives));
  }

  private static String form(String boundary, String value) {
    return "--"
        + boundary
        + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
        + value
        + "\r\n--"
        + boundary
        + "--\r\n";
  }

  private static BodyDigest formDigest(String boundary, String value) throws IOException {
    return digest("multipart/form-data; boundary=" + boundary, form(boundary, value));
  }

  @Test
  void withoutContentThereIsNoDigest() throws Exception {
    assertThat(digest("application/json", "")).isEqualTo(BodyDigest.NONE);
  }

  /** The upstream may use any of them. */
  @Test
  void severalContentTypesAreJoinedAndTheBodyIsNotNormalized() throws Exception {
    Headers both = Headers.of("Content-Type", "application/json", "Content-Type", "text/xml");
    BodyDigest twice = digest(both, "ABC", RequestDirectives.NONE);

    assertThat(twice.contentType()).isEqualTo("application/json, text/xml");
    assertThat(twice.hex()).isEqualTo(digest("text/xml", "ABC").hex());
  }

  @Test
  void digestIsTheSameWhereverTheBodyIsBuffered() throws Exception {
    Headers headers = Headers.of("Content-Type", "application/json", "Content-Encoding", "gzip");
    for (String content : List.of("ABC", "BAD", "\u001f", "\u001f\u008b\b\0time")) {
      byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
      ScratchSpace.Scratch scratch = new MemoryScratchSpace().open();
      try (OutputStream output = scratch.output()) {
        output.write(bytes);
      }
      try (BufferedBody body = new BufferedBody(Body.EMPTY, scratch, bytes.length, () -> {})) {
        assertThat(
                new BodyDigester(LOWER_CASE, new ByteBudget(1 << 20))
                    .digest(body, headers, keyedWithout(), RequestDirectives.NONE))
            .isEqualTo(digest(headers, content, RequestDirectives.NONE));
      }
    }
  }

  @Test
  void aKnownTypeIsDigestedInItsCanonicalForm() throws Exception {
    BodyDigest upper = digest("Application/JSON; charset=utf-8", "ABC");

    assertThat(upper).isEqualTo(digest("application/json", "abc"));
    assertThat(upper.contentType()).isEqualTo("application/json");
    assertThat(digest("Application/JSON; Charset=\"UTF-8\"", "abc")).isEqualTo(upper);
    assertThat(digest("application/json; version=2", "abc").contentType())
        .isEqualTo("application/json;version=2")
        .isEqualTo(digest("application/json;charset=utf-8;  version=2", "abc").contentType());
    assertThat(upper.hex())
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(digest("application/json", "abXc", "X")).isEqualTo(upper);
  }

  @Test
  void malformedBodyIsDigestedAsItIs() throws Exception {
    assertThat(digest("application/json", "BAD")).isNotEqualTo(digest("application/json", "bad"));
  }

  @Test
  void bodyOfARequestWithNoStoreIsNormalizedWithoutMemory() throws Exception {
    RequestDirectives noStore = RequestDirectives.of(Headers.of("Cache-Control", "no-store"), true);

    BodyDigest digest = digest("application/json", "ABC", noStore);

    assertThat(digest.canonical()).isEqualTo(new Body.Bytes(new byte[] {'f'}));
    assertThat(digest("application/json", "ABC", RequestDirectives.REFRESH).hex())
        .isEqualTo(digest("application/json", "ABC").hex());
  }

  @Test
  void otherTypesAreDigestedAsTheyAreWithTheirParameters() throws Exception {
    assertThat(digest("text/plain", "A")).isNotEqualTo(digest("text/plain", "a"));
    assertThat(digest("text/plain", "A")).isNotEqualTo(digest("text/plain; charset=x", "A"));
  }

  @Test
  void onlyAShortBodyIsKept() throws Exception {
    String longest = "x".repeat(StoredRequest.MAX_BODY);

    assertThat(digest("text/plain", longest).canonical()).isNotNull();
    assertThat(digest("text/plain", longest + "x").canonical()).isNull();
    assertThat(digest("text/plain", longest + "x").hex()).hasSize(64);
  }

  @Test
  void normalizedFormIsKeptIfItIsShortItself() throws Exception {
    Omniscient doubling =
        (body, length, omit, canonical, budget) -> {
          byte[] all = body.readAllBytes();
          canonical.write(all);
          canonical.write(all);
          return true;
        };
    for (int length : new int[] {StoredRequest.MAX_BODY / 2, StoredRequest.MAX_BODY / 2 + 1}) {
      BufferedBody body = BufferedBody.of(new Body.Bytes(new byte[length]));
      BodyDigest digest =
          Objects.requireNonNull(
              new BodyDigester(doubling, new ByteBudget(1 << 20))
                  .digest(body, Headers.EMPTY, keyedWithout(), RequestDirectives.NONE));

      assertThat(digest.canonical() != null).isEqualTo(length * 2 <= StoredRequest.MAX_BODY);
    }
  }

  @Test
  void boundaryOfAFormIsIgnored() throws Exception {
    assertThat(formDigest("one", "v")).isEqualTo(formDigest("------other", "v"));
    assertThat(formDigest("one", "v")).isNotEqualTo(formDigest("one", "w"));
    assertThat(digest("multipart/form-data; boundary=\"a b\"; x=1", form("a b", "v")))
        .isEqualTo(digest("multipart/form-data; boundary=\"c\"; x=1", form("c", "v")));
  }

  @Test
  void quotesOfABoundaryAreIgnored() throws Exception {
    assertThat(formDigest("\"one\"", "v").contentType())
        .isEqualTo(formDigest("one", "v").contentType())
        .isEqualTo("multipart/form-data; boundary=");
    assertThat(digest("multipart/form-data; boundary=\"a\"; x=1", form("a", "v")))
        .isEqualTo(digest("multipart/form-data; boundary=b; x=1", form("b", "v")))
        .isNotEqualTo(digest("multipart/form-data; boundary=b; x=2", form("b", "v")));
  }

  @Test
  void parameterWithTheSameValueAsTheBoundaryIsKept() throws Exception {
    assertThat(digest("multipart/form-data; boundary=a; x=a", form("a", "v")).contentType())
        .isEqualTo("multipart/form-data; boundary=; x=a");
  }

  @Test
  void textThatOnlyResemblesABoundaryIsDigested() throws Exception {
    assertThat(formDigest("one", "see --one")).isNotEqualTo(formDigest("two", "see --two"));
    assertThat(formDigest("one", "--on")).isNotEqualTo(formDigest("two", "--tw"));
    assertThat(formDigest("one", "-\r\n--\r\n--x")).isNotEqualTo(formDigest("one", "-\r\n--x"));
  }

  @Test
  void contentCannotImitateAnErasedBoundary() throws Exception {
    for (String imitation : List.of("--", "\1", "\2", "\2\1", "--\1")) {
      assertThat(formDigest("b", "x\r\n--b\r\ny").hex())
          .isNotEqualTo(formDigest("b", "x\r\n" + imitation + "\r\ny").hex());
    }
    assertThat(formDigest("b", "\r\n\1")).isNotEqualTo(formDigest("b", "\r\n\2\1"));
  }

  @ParameterizedTest
  @CsvSource({"multipart/form-data", "multipart/form-data; boundary=\"open"})
  void withoutAReadableBoundaryTheBodyIsDigestedAsItIs(String contentType) throws Exception {
    assertThat(digest(contentType, "\1--a")).isNotEqualTo(digest(contentType, "\1--b"));
  }

  @Test
  void everythingButTheBoundaryIsWrittenUnchanged() throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BoundaryErasingStream erasing = new BoundaryErasingStream(out, "b")) {
      erasing.write(
          "--b\r\n-\r\n--c\r\n a--b\r\n\u00ff--b--\r\n--".getBytes(StandardCharsets.ISO_8859_1));
    }

    assertThat(out.toString(StandardCharsets.ISO_8859_1))
        .isEqualTo("\1\r\n-\r\n--c\r\n a--b\r\n\u00ff--b--\r\n--");
  }

  @Test
  void erasedBoundaryIsReplacedByAnotherOne() throws Exception {
    String form = "--%1$s\r\n\r\n-\r\n\1\2\r\n\2\1\n\nx\1--%1$s\r\n-\1\n--\2\n--%1$s--\r\n";
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (BoundaryErasingStream erasing = new BoundaryErasingStream(out, "one")) {
      erasing.write(form.formatted("one").getBytes(StandardCharsets.ISO_8859_1));
    }
    Body.Bytes again = BoundaryPlaceholder.restored(new Body.Bytes(out.toByteArray()), "another");

    assertThat(new String(again.toByteArray(), StandardCharsets.ISO_8859_1))
        .isEqualTo(form.formatted("another").replace("x\1--another", "x\1--one"));
  }

  @ParameterizedTest
  @CsvSource({"gzip, application/json", "x-gzip, text/plain"})
  void timeInTheHeaderOfGzipContentIsIgnored(String coding, String contentType) throws Exception {
    Headers headers = Headers.of("Content-Type", contentType, "Content-Encoding", coding);
    String content = "\u001f\u008b\b\0%s\0\u00ff%s";
    BodyDigest one = digest(headers, content.formatted("1234", "Abc"), RequestDirectives.NONE);

    assertThat(digest(headers, content.formatted("5678", "Abc"), RequestDirectives.NONE))
        .isEqualTo(one);
    assertThat(digest(headers, content.formatted("1234", "abc"), RequestDirectives.NONE))
        .isNotEqualTo(one);
    assertThat(digest(headers, content.formatted("123", "4Abc"), RequestDirectives.NONE))
        .isNotEqualTo(one);
    assertThat(one.contentType()).isEqualTo(contentType);
    assertThat(one.canonical()).isEqualTo(bytes(content.formatted("\0\0\0\0", "Abc")));
  }

  @ParameterizedTest
  @CsvSource({"gzip, '\u001f\u008a\b\0%sx'", "gzip, %s", "br, '\u001f\u008b\b\0%sx'"})
  void contentThatIsNotInGzipIsDigestedAsItIs(String coding, String content) throws Exception {
    Headers headers = Headers.of("Content-Type", "text/plain", "Content-Encoding", coding);

    assertThat(digest(headers, content.formatted("1234"), RequestDirectives.NONE))
        .isNotEqualTo(digest(headers, content.formatted("5678"), RequestDirectives.NONE))
        .extracting(BodyDigest::canonical)
        .isEqualTo(bytes(content.formatted("1234")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "multipart/form-data; boundary=%s"})
  void contentThatOnlyClaimsToBeInGzipIsNormalized(String contentType) throws Exception {
    List<BodyDigest> digests = new ArrayList<>();
    for (String boundary : List.of("a", "A")) {
      String field = contentType.formatted(boundary);
      Headers headers = Headers.of("Content-Type", field, "Content-Encoding", "gzip");
      digests.add(digest(headers, form(boundary, "v"), RequestDirectives.NONE));
      digests.add(digest(field, form(boundary, "v")));
    }

    assertThat(digests).allMatch(digests.get(0)::equals);
  }

  private static Body.Bytes bytes(String content) {
    return new Body.Bytes(content.getBytes(StandardCharsets.ISO_8859_1));
  }
}
