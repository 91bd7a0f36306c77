/** 无法写出答复时的说明；单独存放，因为须立即写出。 */
export const unwritten = 'portreeve：无法写出答复（{code}），因此它不完整。请检查磁盘是否已满。';
