package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonOutlineTest {
  private static final String LONG = "x".repeat(70_000);

  private static String outline(String json) throws IOException {
    return Objects.requireNonNull(
        JsonOutline.of(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "{\"a\":1} | {\"a\":1}",
        "{\"a\":{\"b\":[1,{}]},\"c\":[{}]} | {\"a\":{},\"c\":[]}",
        "[{\"a\":{\"b\":1}},{\"c\":2}] | [{\"a\":{}}{\"c\":2}]",
        "[\"a\",1,[2,{\"b\":1}],{\"c\":\"]\"}] | [[]{\"c\":\"]\"}]",
        "{\"a\":\"}\\\"{\"} | {\"a\":\"}\\\"{\"}",
        "{\"a\":{\"b\":\"}\\\\\"},\"c\":1} | {\"a\":{},\"c\":1}",
        "no JSON } at [ all | no JSON } at [",
      },
      delimiter = '|')
  void outlineHasOnlyTheOutermostLevel(String json, String outline) throws IOException {
    assertThat(outline(json)).isEqualTo(outline);
  }

  @Test
  void longStringsAreCutBetweenCharactersAndClosed() throws IOException {
    String json = "{\"a\":\"" + LONG + "\\\"" + LONG + "\",\"query\":\"q\"}";

    assertThat(outline(json)).hasSizeLessThan(66_000).endsWith("x\",\"query\":\"q\"}");
    assertThat(OutermostMember.text(outline(json), "query")).isEqualTo("q");
    for (int before = 65_530; before < 65_540; before++) {
      String escape =
          "{\"a\":\"" + LONG.substring(0, before) + "\\\"" + LONG + "\",\"query\":\"q\"}";
      assertThat(OutermostMember.text(outline(escape), "query")).isEqualTo("q");
    }
  }

  @Test
  void outlineThatWouldBeTooLongIsNull() throws IOException {
    byte[] text = LONG.repeat(20).getBytes(StandardCharsets.UTF_8);

    assertThat(JsonOutline.of(new ByteArrayInputStream(text))).isNull();
  }
}
