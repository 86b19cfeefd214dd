using Trainer.Augment.Images;

namespace Trainer.Core.Models;

/// <summary>What data and settings ask of a network.</summary>
/// <param name="Shape">The shape of the images.</param>
/// <param name="Classes">K, at least 1.</param>
/// <param name="Precision">In which numbers it computes.</param>
public sealed record NetworkSpec(ImageShape Shape, int Classes, NetworkPrecision Precision = NetworkPrecision.Float32);
