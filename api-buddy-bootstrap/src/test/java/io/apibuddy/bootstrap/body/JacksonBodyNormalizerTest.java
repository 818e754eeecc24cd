package io.apibuddy.bootstrap.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.apibuddy.ports.http.Body;
import io.apibuddy.ports.http.BodyNormalizer;
import io.apibuddy.ports.http.CanonicalForm;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JacksonBodyNormalizerTest {
  private static final String REFUSED = "refused";

  private final JacksonBodyNormalizer normalizer = new JacksonBodyNormalizer();

  @ParameterizedTest
  @CsvSource({
    "application/json,true",
    "application/problem+json,true",
    "text/json,false",
    "application/jsonl,false",
    "application/x-ndjson,false"
  })
  void recognizesJsonMediaTypes(String mediaType, boolean known) {
    assertThat(normalizer.knows(mediaType)).isEqualTo(known);
  }

  @Test
  void sortsMembersByNameAndDropsWhiteSpace() {
    assertThat(canonical(" {\"b\" : 1,\n\"a\":{\"d\":[ 1 , 2 ],\"c\":null}, \"aa\": true} "))
        .isEqualTo("{\"a\":{\"c\":null,\"d\":[1,2]},\"aa\":true,\"b\":1}");
  }

  @Test
  void sortsObjectsInArraysAndLeavesTheArraysOrder() {
    assertThat(canonical("[{\"b\":1,\"a\":2},[],{},[{\"y\":{},\"x\":[]}]]"))
        .isEqualTo("[{\"a\":2,\"b\":1},[],{},[{\"x\":[],\"y\":{}}]]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1", "-0", "1E5", "1e999999999", "123456789012345678901234567890"})
  void keepsTheTextOfNumbers(String number) {
    assertThat(canonical("[" + number + "]")).isEqualTo("[" + number + "]");
  }

  @ParameterizedTest
  @CsvSource({
    "\\n,\\n",
    "\\u0001,\\u0001",
    "\\u001F,\\u001f",
    "\\u007f,\u007f",
    "\\u00e9,\u00e9",
    "\u20ac,\u20ac",
    "\\ud83d\\ude00,\ud83d\ude00",
    "\\uD800,\\ud800",
    "\\/,/"
  })
  void writesEachCharacterInOneFormAtAnyPosition(String written, String form) {
    for (int before = 0; before < 1_100; before += before < 1_000 ? 500 : 1) {
      String text = "x".repeat(before);

      assertThat(canonical("[\"" + text + written + "\"]")).isEqualTo("[\"" + text + form + "\"]");
    }
  }

  @Test
  void surrogatePairsAcrossPieceBoundariesStayIntact() {
    for (String before : List.of("", "x", "\\n", "x\\n")) {
      String smiles = "\ud83d\ude00".repeat(150_000);
      String form = "[\"" + before + smiles + "\"]";

      assertThat(canonical(form)).isEqualTo(form);
      assertThat(canonical("[\"" + before + "\\ud83d\\ude00".repeat(150_000) + "\"]"))
          .isEqualTo(form);
    }
    assertThat(canonical("[\"" + "\\ud83d".repeat(150_001) + "x\"]"))
        .isEqualTo("[\"" + "\\ud83d".repeat(150_001) + "x\"]");
  }

  /** Counts the bytes that are taken. */
  private static final class CountingBudget implements BodyNormalizer.MemoryBudget {
    private final long limit;
    private long taken;
    private long most;

    private CountingBudget(long limit) {
      this.limit = limit;
    }

    @Override
    public boolean tryReserve(long bytes) {
      if (taken + bytes > limit) {
        return false;
      }
      taken += bytes;
      most = Math.max(most, taken);
      return true;
    }

    @Override
    public void release(long bytes) {
      taken -= bytes;
    }
  }

  private boolean fits(String body, CountingBudget budget) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return normalizer.normalize(
        new ByteArrayInputStream(bytes),
        bytes.length,
        List.of(),
        OutputStream.nullOutputStream(),
        budget);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{},",
        "{\"\":0},",
        "{\"b\":{\"a\":[]}},",
        "[{\"d\":1,\"c\":2,\"b\":3,\"a\":4}],",
        "\"x\","
      })
  void roomForACanonicalFormIsAccountedForAndReturned(String element) throws IOException {
    String body = "[" + element.repeat(500_000 / element.length()) + "1]";
    CountingBudget unlimited = new CountingBudget(Long.MAX_VALUE);
    assertThat(fits(body, unlimited)).isTrue();
    assertThat(unlimited.taken).isZero();
    assertThat(unlimited.most).isBetween((long) body.length(), 30L * body.length());

    CountingBudget enough = new CountingBudget(unlimited.most);
    assertThat(fits(body, enough)).isTrue();
    CountingBudget little = new CountingBudget(unlimited.most - 1);
    assertThat(fits(body, little)).isFalse();
    assertThat(little.taken).isZero();
  }

  @Test
  void textTakesLittleMoreRoomThanItsLength() throws IOException {
    String body = "{\"b\":\"" + "text ".repeat(200_000) + "\",\"a\":[1,2,3]}";
    CountingBudget budget = new CountingBudget(Long.MAX_VALUE);

    assertThat(fits(body, budget)).isTrue();
    assertThat(budget.most).isLessThan(body.length() * 6L / 5);
  }

  @Test
  void keepsTheOrderOfMembersWithEqualNames() {
    assertThat(canonical("{\"b\":0,\"a\":2,\"a\":1,\"\":3}"))
        .isEqualTo("{\"\":3,\"a\":2,\"a\":1,\"b\":0}");
  }

  @Test
  void escapesStringsInOneWay() {
    assertThat(canonical("[\"\\u0041\\/\\u00e9\\ud83d\\ude00\\u000a\\u0001\\\"\\\\\\ud800\"]"))
        .isEqualTo("[\"A/\u00e9\uD83D\uDE00\\n\\u0001\\\"\\\\\\ud800\"]");
    assertThat(canonical("{\"\\u0062\":1,\"a\":2}")).isEqualTo("{\"a\":2,\"b\":1}");
  }

  @Test
  void isNotMisledByNamesThatLookLikeTheEndOfOthers() {
    assertThat(canonical("{\"a\\\"b\":1,\"a\":2,\"a\\\\\":3,\"a!\":4}"))
        .isEqualTo(canonical("{\"a!\":4,\"a\\\\\":3,\"a\":2,\"a\\\"b\":1}"));
  }

  @Test
  void sortsByCodePoints() {
    assertThat(canonical("{\"\uD83D\uDE00\":1,\"\uFF5E\":2,\"z\":3}"))
        .isEqualTo("{\"z\":3,\"\uFF5E\":2,\"\uD83D\uDE00\":1}");
  }

  @Test
  void omitsWhatJsonPointersSelect() {
    String body =
        "{\"keep\":1,\"meta\":{\"trace\":\"x\",\"other\":2},\"a/b\":3,\"list\":[{\"id\":1},{\"id\":2},5]}";

    assertThat(canonical(body, "/meta/trace", "/a~1b", "/list/1", "/none"))
        .isEqualTo("{\"keep\":1,\"list\":[{\"id\":1},5],\"meta\":{\"other\":2}}");
    assertThat(canonical(body, "/meta", "/list/0/id", "/list/2"))
        .isEqualTo("{\"a/b\":3,\"keep\":1,\"list\":[{},{\"id\":2}]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\":1",
        "{\"a\":1}}",
        "{} {}",
        "{\"a\":1,}",
        "[1,]",
        "{a:1}",
        "nul",
        "NaN",
        "01",
        "'a'",
        "\"\t\"",
        "// c\n1",
        "\uFEFF{}",
        "{\"a\" 1}",
        "[1 2]",
        "{}x"
      })
  void refusesMalformedJson(String body) {
    assertThat(canonical(body)).isEqualTo(REFUSED);
  }

  @Test
  void refusesMalformedJsonInOmittedParts() {
    assertThat(canonical("{\"a\":{\"x\":[1,},\"b\":1}", "/a")).isEqualTo(REFUSED);
  }

  @Test
  void refusesBytesThatAreNotUtf8() {
    assertThat(normalized(new byte[] {'"', (byte) 0xC3, '"'})).isEqualTo(REFUSED);
    assertThat(normalized(new byte[] {'"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"'}))
        .isEqualTo(REFUSED);
    assertThat(normalized("{}".getBytes(StandardCharsets.UTF_16LE))).isEqualTo(REFUSED);
  }

  @Test
  void refusesTooDeeplyNestedJson() {
    assertThat(canonical("[".repeat(900) + "]".repeat(900))).hasSize(1_800);
    assertThat(canonical("{\"a\":".repeat(900) + "1" + "}".repeat(900))).startsWith("{\"a\":{");
    assertThat(canonical("[".repeat(100_000) + "]".repeat(100_000))).isEqualTo(REFUSED);
    assertThat(canonical("{\"a\":".repeat(100_000))).isEqualTo(REFUSED);
  }

  @Test
  void takesTimeInProportionToTheBody() {
    StringBuilder many = new StringBuilder("{");
    for (int i = 300_000; i > 0; i--) {
      many.append("\"").append(i % 2 == 0 ? "Aa" : "BB").append(i).append("\":1,");
    }
    String deep =
        "{\"b\":".repeat(900) + "\"" + "x".repeat(2_000_000) + "\"" + ",\"a\":1}".repeat(900);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(canonical(many.append("\"\":0}").toString())).startsWith("{\"\":0,\"Aa10\"");
          assertThat(canonical(deep)).startsWith("{\"a\":1,\"b\":{\"a\":1,\"b\":{");
        });
  }

  @Test
  void passesOnFailuresToReadTheBody() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("gone");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("gone");
          }
        };

    CountingBudget budget = new CountingBudget(Long.MAX_VALUE);
    OutputStream nowhere = OutputStream.nullOutputStream();

    assertThatThrownBy(() -> normalizer.normalize(broken, 100, List.of(), nowhere, budget))
        .isInstanceOf(IOException.class)
        .hasMessage("gone");
  }

  private String canonical(String body, String... omit) {
    return normalized(body.getBytes(StandardCharsets.UTF_8), omit);
  }

  private String normalized(byte[] body, String... omit) {
    try {
      CanonicalForm form = normalizer.form(new Body.Bytes(body), List.of(omit));
      return form == null
          ? REFUSED
          : new String(form.octets().toByteArray(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
