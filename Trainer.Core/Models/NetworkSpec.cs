using Trainer.Augment.Images;

namespace Trainer.Core.Models;

/// <summary>What the data asks of a network.</summary>
/// <param name="Shape">The shape of the images.</param>
/// <param name="Classes">K, at least 1.</param>
public sealed record NetworkSpec(ImageShape Shape, int Classes);
