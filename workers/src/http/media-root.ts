/** What addresses of results begin with, on whatever origin. */
export const MEDIA_ROOT = "/api/v1/media/";
