using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Trainer.Core.Training.Losses;

/// <summary>Labels in the form of the outputs, for losses that compare the two value by value.</summary>
internal static class LabelValues
{
    /// <summary>Labels as values of the logits' shape and type.</summary>
    /// <param name="labels">
    /// N class indices: one-hot where there are several outputs, the index itself where there is one. Or N×K values, as
    /// they are.
    /// </param>
    /// <param name="logits">N×K.</param>
    /// <returns>N×K; the caller disposes it.</returns>
    public static Tensor Like(Tensor labels, Tensor logits)
    {
        long outputs = logits.shape[1];
        if (labels.dim() > 1)
        {
            using Tensor values = labels.reshape(logits.shape);
            return values.to(logits.dtype, copy: true);
        }

        if (outputs == 1)
        {
            using Tensor column = labels.unsqueeze(1);
            return column.to(logits.dtype, copy: true);
        }

        using Tensor hot = functional.one_hot(labels, outputs);
        return hot.to(logits.dtype, copy: true);
    }
}
