using Trainer.Core.Devices;
using static TorchSharp.torch;

namespace Trainer.Core.Training.Sources;

/// <summary>Where and how far batches are copied ahead.</summary>
/// <param name="Device">The device.</param>
/// <param name="Link">To it.</param>
/// <param name="Batches">How many, at least 1.</param>
internal sealed record ReadingAhead(Device Device, IDeviceLink Link, int Batches);
