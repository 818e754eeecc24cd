package io.apibuddy.ports.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.http.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordWriterTest {

  private static String hex(RecordWriter out) {
    return HexFormat.ofDelimiter(" ").formatHex(out.bytes());
  }

  private static RecordWriter record() {
    return new RecordWriter();
  }

  /** Stores keep records on disk: if the encoding changed, they could not be read any more. */
  @Test
  void encodingIsTheSameAsInEarlierVersions() {
    assertThat(hex(record().add(0x0102030405060708L))).isEqualTo("01 02 03 04 05 06 07 08");
    assertThat(hex(record().add(-2))).isEqualTo("ff ff ff fe");
    assertThat(hex(record().add(true).add(false))).isEqualTo("01 00");
    assertThat(hex(record().add("a\u00e9"))).isEqualTo("00 00 00 03 61 c3 a9");
    assertThat(hex(record().add(new byte[] {7}))).isEqualTo("00 00 00 01 07");
    assertThat(hex(record().add(Instant.ofEpochSecond(1, 2))))
        .isEqualTo("00 00 00 00 00 00 00 01 00 00 00 02");
    assertThat(hex(record().add(Duration.ofSeconds(1, 2))))
        .isEqualTo("00 00 00 00 00 00 00 01 00 00 00 02");
    assertThat(hex(record().add(Headers.of("A", "b"))))
        .isEqualTo("00 00 00 01 00 00 00 01 41 00 00 00 01 62");
    assertThat(hex(record().add(Map.of("k", ""))))
        .isEqualTo("00 00 00 01 00 00 00 01 6b 00 00 00 00");
  }
}
