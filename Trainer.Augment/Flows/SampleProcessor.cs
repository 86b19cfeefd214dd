namespace Trainer.Augment.Flows;

/// <summary>Processes the image at a place of an array.</summary>
internal delegate void SampleProcessor(int index, in SampleKey key, Span<float> destination);
