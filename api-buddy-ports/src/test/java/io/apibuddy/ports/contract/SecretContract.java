package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What {@link io.apibuddy.ports.store.Storage#secret} promises. */
public interface SecretContract extends StorageFactory {

  @Test
  default void theSecretIs32RandomBytesAndTheCallersOwn(StorageFixture fixture) {
    byte[] secret = fixture.storage().secret();
    byte[] kept = secret.clone();
    secret[0]++;

    assertThat(kept).hasSize(32).isNotEqualTo(new byte[32]);
    assertThat(fixture.storage().secret()).isEqualTo(kept);
  }
}
