package io.apibuddy.domain.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import io.apibuddy.ports.http.ResponseHead;
import io.apibuddy.ports.store.StoredResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 14; the content has 100 bytes. */
class RangeEvaluatorTest {
  private static final String MODIFIED = "Mon, 31 Dec 2029 00:00:00 GMT";
  private static final String SENT = "Tue, 01 Jan 2030 00:00:00 GMT";

  private static RangeSelection select(String range, String... more) {
    return RangeEvaluator.select(
        "GET", Headers.builder().add("Range", range).addAll(Headers.of(more)).build(), stored());
  }

  private static StoredResponse stored() {
    return StoredResponses.ofLength(
        100, Headers.of("ETag", "\"1\"", "Last-Modified", MODIFIED, "Date", SENT));
  }

  private static RangeSelection part(long first, long last) {
    return new RangeSelection.Part(
        new ByteRange(first, last), "bytes " + first + '-' + last + "/100");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 0",
    "bytes=10-19, 10, 19",
    "bytes=10-, 10, 99",
    "bytes=90-200, 90, 99",
    "bytes=99-, 99, 99",
    "bytes=99-99, 99, 99",
    "bytes=-1, 99, 99",
    "bytes=-5, 95, 99",
    "bytes=-500, 0, 99",
    "Bytes=1-2, 1, 2",
    "bytes=5-999999999999999999, 5, 99",
    "bytes=5-18446744073709551615, 5, 99",
    "bytes=-99999999999999999999999, 0, 99",
    "bytes=00000000000000000000005-6, 5, 6",
  })
  void section14_1_2SingleRangeIsSelected(String range, long first, long last) {
    assertThat(select(range)).isEqualTo(part(first, last));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bytes=100-", "bytes=100-200", "bytes=-0", "bytes=99999999999999999999999-"})
  void section15_5_17ARangeBeyondTheEndIsUnsatisfiable(String range) {
    assertThat(select(range)).isInstanceOf(RangeSelection.Unsatisfiable.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes=0-1,5-6",
        "lines=1-2",
        "bytes=9-3",
        "bytes=a-b",
        "bytes=-",
        "bytes",
        "bytes=1 - 2",
        "bytes=18446744073709551615-5"
      })
  void section14_2RangeThatIsNotUnderstoodIsIgnored(String range) {
    assertThat(select(range)).isEqualTo(RangeSelection.WHOLE);
  }

  /** Bytes 50 to 59 of 100, or of a length that is not known. */
  private static StoredResponse storedPart(String completeLength) {
    StoredResponse ten =
        StoredResponses.ofLength(
            10, Headers.of("ETag", "\"1\"", "Content-Range", "bytes 50-59/" + completeLength));
    return ten.freshened(new ResponseHead(206, ten.response().headers()), ten.freshness());
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=50-59, 100, 0, 9, bytes 50-59/100",
    "bytes=52-52, 100, 2, 2, bytes 52-52/100",
    "bytes=50-, 60, 0, 9, bytes 50-59/60",
    "bytes=55-99, 60, 5, 9, bytes 55-59/60",
    "bytes=-3, 60, 7, 9, bytes 57-59/60",
    "bytes=51-58, *, 1, 8, bytes 51-58/*",
  })
  void rfc9111Section3_3StoredPartAnswersRangesWithinIt(
      String range, String complete, long first, long last, String contentRange) {
    StoredResponse part = storedPart(complete);

    assertThat(RangeEvaluator.select("GET", Headers.of("Range", range), part))
        .isEqualTo(new RangeSelection.Part(new ByteRange(first, last), contentRange));
    assertThat(RangeEvaluator.mayAnswer(StoredResponses.lookup("Range", range), part)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=49-59, 100",
    "bytes=50-60, 100",
    "bytes=50-, 100",
    "bytes=-3, 100",
    "bytes=50-, *",
    "bytes=-3, *",
    "bytes=50-18446744073709551615, *",
    "bytes=18446744073709551615-18446744073709551616, *",
    "bytes=60-, 60",
    "'bytes=50-51,53-54', 100",
    "bytes=50-59, 59",
    "bytes=50-59, x",
  })
  void rfc9111Section3_3StoredPartAnswersNoOtherRange(String range, String complete) {
    StoredResponse part = storedPart(complete);

    assertThat(RangeEvaluator.mayAnswer(StoredResponses.lookup("Range", range), part)).isFalse();
    assertThat(RangeEvaluator.mayAnswer(StoredResponses.lookup(), part)).isFalse();
    assertThat(RangeEvaluator.mayAnswer(StoredResponses.lookup("Range", range), stored())).isTrue();
  }

  @Test
  void section14_2RepeatedRangeOrIfRangeSelectsTheWhole() {
    assertThat(select("bytes=0-1", "Range", "bytes=5-6")).isEqualTo(RangeSelection.WHOLE);
    assertThat(select("bytes=0-1", "If-Range", "\"1\"", "If-Range", "\"2\""))
        .isEqualTo(RangeSelection.WHOLE);
    assertThat(select("bytes=0-1", "If-Range", MODIFIED, "If-Range", MODIFIED))
        .isEqualTo(RangeSelection.WHOLE);
  }

  @Test
  void section14_2RangeOfAnotherMethodThanGetIsIgnored() {
    assertThat(RangeEvaluator.select("HEAD", Headers.of("Range", "bytes=0-1"), stored()))
        .isEqualTo(RangeSelection.WHOLE);
  }

  @Test
  void section13_1_5IfRangeNeedsAStrongMatch() {
    assertThat(select("bytes=0-1", "If-Range", "\"1\"")).isEqualTo(part(0, 1));
    assertThat(select("bytes=0-1", "If-Range", MODIFIED)).isEqualTo(part(0, 1));
    assertThat(select("bytes=0-1", "If-Range", "\"2\"")).isEqualTo(RangeSelection.WHOLE);
    assertThat(select("bytes=0-1", "If-Range", "W/\"1\"")).isEqualTo(RangeSelection.WHOLE);
    assertThat(select("bytes=0-1", "If-Range", SENT)).isEqualTo(RangeSelection.WHOLE);
  }

  @ParameterizedTest
  @CsvSource({
    "'Mon, 31 Dec 2029 00:00:00 GMT', false",
    "'Mon, 31 Dec 2029 00:00:01 GMT', true",
    "'Sun, 30 Dec 2029 23:59:59 GMT', false",
  })
  void section8_8_2_2LastModifiedIsStrongIfDateIsASecondLater(String date, boolean strong) {
    StoredResponse dated =
        StoredResponses.ofLength(100, Headers.of("Last-Modified", MODIFIED, "Date", date));
    Headers request = Headers.of("Range", "bytes=0-1", "If-Range", MODIFIED);

    assertThat(RangeEvaluator.select("GET", request, dated))
        .isEqualTo(strong ? part(0, 1) : RangeSelection.WHOLE);
  }
}
