package io.apibuddy.ports.contract;

import io.apibuddy.ports.spi.AdapterContext;
import io.apibuddy.ports.store.Storage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What an engine's test must supply. Each contract test takes a {@link StorageFixture} as a
 * parameter; what the fixture opened is closed after the test.
 */
@ExtendWith(StorageFixtureExtension.class)
@Timeout(120)
public interface StorageFactory {

  /**
   * Opens a storage. All calls within one test mean the same place (if the engine has one), which
   * is empty when the test begins. A test never has two of them open at once.
   */
  Storage open(AdapterContext context) throws Exception;
}
