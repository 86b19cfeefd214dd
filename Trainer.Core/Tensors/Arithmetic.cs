using TorchSharp;
using static TorchSharp.torch;

namespace Trainer.Core.Tensors;

/// <summary>Arithmetic of tensors with numbers: the only place where a number becomes Torch's scalar.</summary>
/// <remarks>
/// TorchSharp 0.107 hands the native handle of a <see cref="Scalar"/> to libtorch without keeping the object alive. A
/// scalar made by an implicit conversion, as in <c>tensor.mul_(0.9)</c>, is garbage from that moment on, and a garbage
/// collection frees the number that libtorch is about to read: the operation then throws, or goes on with another
/// number. Here every scalar is disposed after the call, and so outlives it. The same holds for operations of
/// TorchSharp that make scalars inside, such as <c>a + b</c> and <c>square</c>. Source: dotnet/TorchSharp,
/// <c>Scalar.cs</c> and <c>Tensor.Math.cs</c> of version 0.107.
/// <para>For any thread. Gradients flow through all operations that are not in place, as through Torch's own.</para>
/// </remarks>
public static class Arithmetic
{
    /// <summary>The sum of two tensors, a + b, broadcast over each other.</summary>
    /// <param name="tensor">a; stays the caller's.</param>
    /// <param name="other">b; stays the caller's.</param>
    /// <returns>A new tensor.</returns>
    public static Tensor Plus(this Tensor tensor, Tensor other)
    {
        using Scalar one = 1.ToScalar();
        Tensor sum = tensor.add(other, one);
        GC.KeepAlive(tensor);
        GC.KeepAlive(other);
        return sum;
    }

    /// <summary>Each element plus a number.</summary>
    /// <param name="tensor">The elements; stays the caller's.</param>
    /// <param name="number">The number.</param>
    /// <returns>A new tensor.</returns>
    public static Tensor Plus(this Tensor tensor, double number)
    {
        using Scalar scalar = number.ToScalar();
        using Scalar one = 1.ToScalar();
        Tensor sum = tensor.add(scalar, one);
        GC.KeepAlive(tensor);
        return sum;
    }

    /// <summary>Each element times a number.</summary>
    /// <param name="tensor">The elements; stays the caller's.</param>
    /// <param name="factor">The number.</param>
    /// <returns>A new tensor.</returns>
    public static Tensor Times(this Tensor tensor, double factor)
    {
        using Scalar scalar = factor.ToScalar();
        Tensor product = tensor.mul(scalar);
        GC.KeepAlive(tensor);
        return product;
    }

    /// <summary>The square of each element.</summary>
    /// <param name="tensor">The elements; stays the caller's.</param>
    /// <returns>A new tensor.</returns>
    public static Tensor Squared(this Tensor tensor)
    {
        using Scalar two = 2.ToScalar();
        Tensor squares = tensor.pow(two);
        GC.KeepAlive(tensor);
        return squares;
    }

    /// <summary>Each element, or a number where that is greater.</summary>
    /// <param name="tensor">The elements; stays the caller's.</param>
    /// <param name="least">The number.</param>
    /// <returns>A new tensor.</returns>
    public static Tensor ClampMin(this Tensor tensor, double least)
    {
        using Scalar scalar = least.ToScalar();
        Tensor clamped = tensor.clamp_min(scalar);
        GC.KeepAlive(tensor);
        return clamped;
    }

    /// <summary>Each element, or a whole number where that is smaller; integers stay integers.</summary>
    /// <param name="tensor">The elements; stays the caller's.</param>
    /// <param name="greatest">The number.</param>
    /// <returns>A new tensor.</returns>
    public static Tensor ClampMax(this Tensor tensor, long greatest)
    {
        using Scalar scalar = greatest.ToScalar();
        Tensor clamped = tensor.clamp_max(scalar);
        GC.KeepAlive(tensor);
        return clamped;
    }

    /// <summary>Adds a whole number to each element, in place.</summary>
    /// <param name="tensor">The elements.</param>
    /// <param name="number">The number.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor AddInPlace(this Tensor tensor, long number)
    {
        using Scalar scalar = number.ToScalar();
        using Scalar one = 1.ToScalar();
        return tensor.add_(scalar, one);
    }

    /// <summary>Adds a number to each element, in place.</summary>
    /// <param name="tensor">The elements.</param>
    /// <param name="number">The number.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor AddInPlace(this Tensor tensor, double number)
    {
        using Scalar scalar = number.ToScalar();
        using Scalar one = 1.ToScalar();
        return tensor.add_(scalar, one);
    }

    /// <summary>Adds a tensor, in place: a ← a + b.</summary>
    /// <param name="tensor">a.</param>
    /// <param name="other">b, which can be broadcast to a's shape; stays the caller's.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor AddInPlace(this Tensor tensor, Tensor other)
    {
        using Scalar one = 1.ToScalar();
        tensor.add_(other, one);
        GC.KeepAlive(other);
        return tensor;
    }

    /// <summary>
    /// Adds a tensor times a number, in place: a ← a + factor · b. Torch's <c>add_</c> with <c>alpha</c>.
    /// </summary>
    /// <param name="tensor">a, of floating-point numbers.</param>
    /// <param name="other">b, which can be broadcast to a's shape; stays the caller's.</param>
    /// <param name="factor">The number.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor AddInPlace(this Tensor tensor, Tensor other, double factor)
    {
        using Scalar alpha = factor.ToScalar();
        tensor.add_(other, alpha);
        GC.KeepAlive(other);
        return tensor;
    }

    /// <summary>Adds a product, in place: a ← a + factor · b · c. Torch's <c>addcmul_</c>.</summary>
    /// <param name="tensor">a.</param>
    /// <param name="left">b; stays the caller's.</param>
    /// <param name="right">c; stays the caller's.</param>
    /// <param name="factor">The number.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor AddProductInPlace(this Tensor tensor, Tensor left, Tensor right, double factor)
    {
        using Scalar scalar = factor.ToScalar();
        tensor.addcmul_(left, right, scalar);
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return tensor;
    }

    /// <summary>Adds a quotient, in place: a ← a + factor · b / c. Torch's <c>addcdiv_</c>.</summary>
    /// <param name="tensor">a.</param>
    /// <param name="dividend">b; stays the caller's.</param>
    /// <param name="divisor">c; stays the caller's.</param>
    /// <param name="factor">The number.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor AddQuotientInPlace(this Tensor tensor, Tensor dividend, Tensor divisor, double factor)
    {
        using Scalar scalar = factor.ToScalar();
        tensor.addcdiv_(dividend, divisor, scalar);
        GC.KeepAlive(dividend);
        GC.KeepAlive(divisor);
        return tensor;
    }

    /// <summary>Multiplies each element by a number, in place.</summary>
    /// <param name="tensor">The elements.</param>
    /// <param name="factor">The number.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor ScaleInPlace(this Tensor tensor, double factor)
    {
        using Scalar scalar = factor.ToScalar();
        return tensor.mul_(scalar);
    }

    /// <summary>Divides each element by a number, in place.</summary>
    /// <param name="tensor">The elements.</param>
    /// <param name="divisor">The number.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor DivideInPlace(this Tensor tensor, double divisor)
    {
        using Scalar scalar = divisor.ToScalar();
        return tensor.div_(scalar);
    }

    /// <summary>
    /// Goes a part of the way to another tensor, in place: a ← a + weight · (b − a). Torch's <c>lerp_</c>.
    /// </summary>
    /// <param name="tensor">a.</param>
    /// <param name="end">b; stays the caller's.</param>
    /// <param name="weight">The part of the way, 0 to 1.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor LerpInPlace(this Tensor tensor, Tensor end, double weight)
    {
        // TorchSharp has no form with a scalar, only an implicit conversion to a tensor, which is as short-lived.
        using Tensor part = torch.tensor(weight);
        tensor.lerp_(end, part);
        GC.KeepAlive(end);
        return tensor;
    }

    /// <summary>Cuts each element to a range, in place.</summary>
    /// <param name="tensor">The elements.</param>
    /// <param name="least">The least value.</param>
    /// <param name="greatest">The greatest value.</param>
    /// <returns>The tensor itself.</returns>
    public static Tensor ClampInPlace(this Tensor tensor, double least, double greatest)
    {
        using Scalar lower = least.ToScalar();
        using Scalar upper = greatest.ToScalar();
        return tensor.clamp_(lower, upper);
    }
}
