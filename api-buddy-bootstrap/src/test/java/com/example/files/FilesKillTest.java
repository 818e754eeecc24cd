package com.example.files;

import io.apibuddy.ports.contract.KillContract;
import io.apibuddy.ports.store.StorageProvider;

/** A process that stores is killed, and what it left is opened again. */
class FilesKillTest implements KillContract {
  @Override
  public StorageProvider provider() {
    return new FilesStorageProvider();
  }
}
