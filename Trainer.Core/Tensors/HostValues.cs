using TorchSharp;
using static TorchSharp.torch;

namespace Trainer.Core.Tensors;

/// <summary>The values of tensors as arrays. Of a tensor on a device this waits for the device.</summary>
internal static class HostValues
{
    /// <summary>All values, row-major.</summary>
    /// <param name="values">Of any number type; stays the caller's.</param>
    public static float[] Floats(Tensor values)
    {
        using DisposeScope scope = NewDisposeScope();
        float[] floats = values.detach().to(ScalarType.Float32).cpu().contiguous().data<float>().ToArray();
        GC.KeepAlive(values);
        return floats;
    }

    /// <summary>
    /// The class of each sample: class indices as they are; of shares the largest, so that a mixed sample counts as
    /// what it is most of; single values by ½.
    /// </summary>
    /// <param name="labels">N class indices, N×K shares or N×1 values; stays the caller's.</param>
    public static int[] Classes(Tensor labels)
    {
        bool areShares = labels.dim() == 2 && labels.shape[1] > 1;
        if (labels.is_floating_point() && !areShares)
        {
            return Array.ConvertAll(Floats(labels), value => value > 0.5f ? 1 : 0);
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor indices = areShares ? labels.argmax(1) : labels;
        int[] classes = Array.ConvertAll(
            indices.to(ScalarType.Int64).cpu().data<long>().ToArray(), index => (int)index);
        GC.KeepAlive(labels);
        return classes;
    }
}
