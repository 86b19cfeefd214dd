namespace Trainer.Core.Devices;

/// <summary>A GPU has failed at something: a copy, or whatever it was computing before.</summary>
/// <param name="message">What it was at, and the driver's own words.</param>
public sealed class DeviceException(string message) : Exception(message);
