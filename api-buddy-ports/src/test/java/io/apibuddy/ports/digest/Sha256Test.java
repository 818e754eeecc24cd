package io.apibuddy.ports.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** FIPS 180-4. */
class Sha256Test {

  @Test
  void digestDoesNotDependOnEarlierDigests() {
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    String empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    assertThat(hex("abc")).isEqualTo(abc);
    assertThat(hex("")).isEqualTo(empty);
    assertThat(hex("abc")).isEqualTo(abc);
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(Sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
