package dev.refrain.kernel;

/// The devices of this machine.
public final class Devices {
  private Devices() {}

  /// The fastest float32 kernels that this machine and its virtual machine's flags allow.
  public static Kernels best() {
    return ReferenceKernels.float32();
  }
}
