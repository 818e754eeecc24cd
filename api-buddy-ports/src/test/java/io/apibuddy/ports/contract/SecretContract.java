package io.apibuddy.ports.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.apibuddy.ports.spi.Settings;
import io.apibuddy.ports.store.Storage;
import org.junit.jupiter.api.Test;

/** Contract tests for {@link Storage} itself: its secret and its end. */
public interface SecretContract extends StorageFactory {

  @Test
  default void secretIs32RandomBytesReturnedAsACopy(StorageFixture fixture) {
    byte[] secret = fixture.storage().secret();
    byte[] kept = secret.clone();
    secret[0]++;

    assertThat(kept).hasSize(32).isNotEqualTo(new byte[32]);
    assertThat(fixture.storage().secret()).isEqualTo(kept);
  }

  @Test
  default void closedStorageRefusesSecretAndReconfigure(StorageFixture fixture) {
    Storage storage = fixture.storage();
    storage.close();

    ClosedAssertions.assertFailAsClosed(storage::secret, () -> storage.reconfigure(Settings.NONE));
  }
}
